package io.github.wecomlogin.doctor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.event.CallbackKeys;
import io.github.wecomlogin.registration.WeComEndpoints;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.util.LocalizedText;
import org.jspecify.annotations.Nullable;

/**
 * What is configured, as far as it is well-formed.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param problems the missing and malformed properties
 * @param registrations the registrations whose corp id, AgentId and Secret are
 * well-formed, with their well-formed rules
 * @param unusable the ids of the other registrations
 * @param incompleteRules the ids of the registrations with malformed rules
 * @param http the HTTP settings, or {@code null} if they are malformed
 * @param endpoints the sign-in pages, or {@code null} if an address is malformed
 * @param baseUrl the external address, or {@code null} if it is not set or malformed
 * @param domainFiles the domain verification files by name
 * @param callbacks the keys of callbacks
 * @param store supplies the shared store, or {@code null} if nodes share nothing; may
 * throw an exception if there is no connection
 */
public record SetUp(List<Problem> problems, List<WeComRegistration> registrations, List<String> unusable,
		List<String> incompleteRules, @Nullable WeComHttpSettings http, @Nullable WeComEndpoints endpoints,
		@Nullable String baseUrl, Map<String, String> domainFiles, List<CallbackKeys> callbacks,
		@Nullable Supplier<SharedStore> store) {

	/**
	 * Creates a set-up.
	 * @param problems the missing and malformed properties
	 * @param registrations the usable registrations
	 * @param unusable the ids of the other registrations
	 * @param incompleteRules the ids of the registrations with malformed rules
	 * @param http the HTTP settings
	 * @param endpoints the sign-in pages
	 * @param baseUrl the external address
	 * @param domainFiles the domain verification files
	 * @param callbacks the keys of callbacks
	 * @param store supplies the shared store
	 */
	public SetUp {
		problems = List.copyOf(problems);
		registrations = List.copyOf(registrations);
		unusable = List.copyOf(unusable);
		incompleteRules = List.copyOf(incompleteRules);
		domainFiles = Collections.unmodifiableMap(new LinkedHashMap<>(domainFiles));
		callbacks = List.copyOf(callbacks);
	}

	@Override
	public String toString() {
		return "SetUp[]";
	}

	/**
	 * A missing or malformed property.
	 *
	 * @param description what is wrong, without secret values
	 * @param remedy what to do
	 */
	public record Problem(LocalizedText description, LocalizedText remedy) {

	}

}
