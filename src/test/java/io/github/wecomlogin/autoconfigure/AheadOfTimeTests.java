package io.github.wecomlogin.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.wecomlogin.app.WeComLoginApplication;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application is processed ahead of time, without a company and with the simulator.
 */
class AheadOfTimeTests {

	/**
	 * Records that no template reads.
	 */
	private static final Set<String> NOT_SHOWN = Set.of("KnownMember", "Key", "Refusal", "NewCallbackKeys");

	@ParameterizedTest
	@ValueSource(strings = { "wecom.simulator.enabled=false", "wecom.simulator.enabled=true" })
	void whenApplicationIsProcessedThenItsBeansAreGenerated(String property) {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(WeComLoginApplication.class)), files);
		try (AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext()) {
			context.register(WeComLoginApplication.class);
			TestPropertyValues.of(property).applyTo(context);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((file) -> file.endsWith("WeComAutoConfiguration__BeanDefinitions.java"))
			.anyMatch((file) -> file.endsWith("AdminHint__BeanDefinitions.java"));
		assertThat(RuntimeHintsPredicates.resource().forBundle("io.github.wecomlogin.client.errors"))
			.accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.resource().forBundle("io.github.wecomlogin.app.operators"))
			.accepts(generation.getRuntimeHints());
		assertThat(accessorsOfPageModels()).hasSizeGreaterThan(50)
			.allSatisfy((accessor) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(accessor))
				.as(accessor.toString())
				.accepts(generation.getRuntimeHints()));
	}

	private static List<Method> accessorsOfPageModels() {
		return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.github.wecomlogin.app")
			.stream()
			.filter((model) -> model.isRecord() && !model.getPackageName().endsWith(".doctor")
					&& !NOT_SHOWN.contains(model.getSimpleName()))
			.flatMap((model) -> Arrays.stream(model.reflect().getRecordComponents()))
			.map(RecordComponent::getAccessor)
			.toList();
	}

}
