package io.github.wecomlogin.autoconfigure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.session.WeComJacksonModule;
import io.github.wecomlogin.user.SignInDevice;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.user.WeComUserState;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.security.core.GrantedAuthority;

/**
 * Registers hints for native images: message bundles, the stylesheet of the pages, and
 * the classes of session attributes for Java serialisation and for JSON. WeCom responses
 * are parsed field by field and need none; entries of the shared store contain no other
 * classes. Registered in {@code aot.factories}.
 */
final class WeComRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<String> BUNDLES = List.of("io.github.wecomlogin.refusal.messages",
			"io.github.wecomlogin.client.errors", "io.github.wecomlogin.util.operators",
			"io.github.wecomlogin.doctor.findings");

	private static final List<Class<?>> SERIALIZED = List.of(WeComUser.class, byte[].class, GrantedAuthority[].class,
			WeComDepartment.class, WeComTag.class, Stamps.class, WeComSignInDetails.class, SignInWay.class,
			SignInDevice.class, WeComRefusalException.class, WeComRefusal.class, ArrayList.class, LinkedHashSet.class,
			Instant.class, Long.class, Number.class, Enum.class);

	private static final List<TypeReference> HIDDEN_SERIALIZED = List.of(
			TypeReference.of(WeComUser.class.getName() + "$SerialForm"),
			TypeReference.of(WeComSignInDetails.class.getName() + "$SerialForm"),
			TypeReference.of(WeComRefusalException.class.getName() + "$SerialForm"), TypeReference.of("java.time.Ser"),
			TypeReference.of("java.util.Collections$UnmodifiableCollection"),
			TypeReference.of("java.util.Collections$UnmodifiableList"),
			TypeReference.of("java.util.Collections$UnmodifiableRandomAccessList"),
			TypeReference.of("java.util.Collections$UnmodifiableSet"));

	private static final List<TypeReference> MIX_INS = List.of(
			TypeReference.of(WeComJacksonModule.class.getName() + "$Typed"),
			TypeReference.of(WeComJacksonModule.class.getName() + "$User"),
			TypeReference.of(WeComJacksonModule.class.getName() + "$Part"),
			TypeReference.of(WeComJacksonModule.class.getName() + "$SignInDetails"));

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BUNDLES.forEach((bundle) -> {
			hints.resources().registerResourceBundle(bundle);
			hints.resources().registerPattern(bundle.replace('.', '/') + "*.properties");
		});
		hints.resources().registerPattern("io/github/wecomlogin/web/page/page.css");
		SERIALIZED.forEach((type) -> hints.reflection().registerJavaSerialization(type));
		hints.reflection().registerTypes(HIDDEN_SERIALIZED, (type) -> type.withJavaSerialization(true));
		hints.reflection()
			.registerTypes(MIX_INS, (type) -> type.withMembers(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), WeComUserState.class,
				SignInDevice.class);
		for (Class<?> type : List.of(WeComUser.class, WeComSignInDetails.class, WeComRefusalException.class)) {
			hints.reflection()
				.registerType(type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

}
