package io.github.wecomlogin.autoconfigure;

import java.io.Serializable;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.wecomlogin.fixture.SignedIn;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.user.WeComUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image must be told of.
 */
class WeComRuntimeHintsTests {

	private final RuntimeHints hints = registeredHints();

	/**
	 * Finds the registrars as Spring does.
	 */
	private static RuntimeHints registeredHints() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("io.github.wecomlogin."))
			.forEach((registrar) -> registrar.registerHints(hints, WeComRuntimeHintsTests.class.getClassLoader()));
		return hints;
	}

	@ParameterizedTest
	@ValueSource(strings = { "refusal.messages", "client.errors", "util.operators", "doctor.findings" })
	void whenTextsAreLoadedByNameThenTheirBundlesAreRegistered(String bundle) {
		String name = "io.github.wecomlogin." + bundle;
		assertThat(RuntimeHintsPredicates.resource().forBundle(name)).accepts(this.hints);
		for (String language : List.of("", "_zh")) {
			String resource = name.replace('.', '/') + language + ".properties";
			assertThat(getClass().getResource("/" + resource)).isNotNull();
			assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(this.hints);
		}
	}

	@Test
	void whenPagesHaveAStylesheetThenItIsRegistered() {
		String resource = "io/github/wecomlogin/web/page/page.css";
		assertThat(getClass().getResource("/" + resource)).isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(this.hints);
	}

	@Test
	void whenSessionAttributesAreSerialisedThenAllAreRegistered() {
		List<String> serialized = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.github.wecomlogin.user", "io.github.wecomlogin.refusal",
					"io.github.wecomlogin.directory", "io.github.wecomlogin.client")
			.stream()
			.filter((type) -> type.isAssignableTo(Serializable.class) && !type.isInterface())
			.filter((type) -> type.isRecord() || type.getSimpleName().equals("SerialForm")
					|| type.isAssignableTo(WeComUser.class) || type.isAssignableTo(WeComSignInDetails.class)
					|| type.isEquivalentTo(WeComRefusalException.class))
			.map(JavaClass::getName)
			.toList();
		assertThat(serialized).hasSizeGreaterThan(6).allSatisfy(this::assertSerializable);
		for (Object list : List.of(SignedIn.user().getDepartments(), SignedIn.user().getLedDepartments())) {
			assertSerializable(list.getClass().getName());
		}
		assertSerializable("java.util.ArrayList");
		assertSerializable("java.time.Ser");
	}

	private void assertSerializable(String type) {
		assertThat(RuntimeHintsPredicates.reflection().onJavaSerialization(TypeReference.of(type), true)).as(type)
			.accepts(this.hints);
	}

	@Test
	void whenSessionsAreJsonThenTypesAndMixInsAreRegistered() throws ReflectiveOperationException {
		assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(WeComSignInDetails.class, "getRegistrationId"))
			.accepts(this.hints);
		for (String type : List.of("user.WeComUser", "refusal.WeComRefusalException", "user.WeComSignInDetails",
				"session.WeComJacksonModule$Typed", "session.WeComJacksonModule$User",
				"session.WeComJacksonModule$Part", "user.WeComUserState", "directory.Member", "client.PersonalDetail",
				"user.Stamps", "session.WeComJacksonModule$SignInDetails")) {
			assertThat(RuntimeHintsPredicates.reflection().onType(Class.forName("io.github.wecomlogin." + type)))
				.accepts(this.hints);
		}
	}

}
