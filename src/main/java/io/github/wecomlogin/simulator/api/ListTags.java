package io.github.wecomlogin.simulator.api;

import java.util.LinkedHashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Tag;

/**
 * Implements {@code tag/list} (D/90216): returns all tags, as for self-built
 * applications.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ListTags implements ApiEndpoint {

	private final Company company;

	public ListTags(Company company) {
		this.company = company;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) {
		return Map.of("taglist", this.company.tags().stream().map(ListTags::tag).toList());
	}

	private static Map<String, ?> tag(Tag tag) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("tagid", tag.id());
		fields.put("tagname", tag.name());
		return fields;
	}

}
