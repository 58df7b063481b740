package io.github.wecomlogin;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The house: each package uses only the floors below it.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.wecomlogin";

	private static final int MAX_TYPES = 30;

	private static final int MAX_PARAMETERS = 6;

	private static final int MAX_TEST_NAME = 60;

	private static final Pattern TEST_METHOD = Pattern.compile("\\bvoid (when\\w+)\\(");

	/**
	 * From the top to the bottom. A sub-package is named only where it has a floor of its
	 * own.
	 */
	private static final List<String> FLOORS = List.of("app", "autoconfigure", "doctor", "config", "token", "session",
			"web.page", "web", "web.request", "authentication", "account", "authorization", "invalidation", "attempt",
			"user", "registration", "refusal", "event", "access", "directory", "client", "store", "util");

	private static final String[] LIBRARY = FLOORS.stream()
		.skip(1)
		.flatMap(ArchitectureTests::packages)
		.toArray(String[]::new);

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
		.importPackages(ROOT);

	static Stream<String> floors() {
		return FLOORS.stream();
	}

	@ParameterizedTest
	@MethodSource("floors")
	void whenPackageUsesAnotherThenItIsOneBelow(String floor) {
		String[] above = Stream
			.concat(FLOORS.stream().takeWhile((other) -> !other.equals(floor)), Stream.of("test", "simulator"))
			.filter((other) -> !usesSimulator(floor) || !other.equals("simulator"))
			.toArray(String[]::new);
		check(noClasses().that(liveOn(floor)).should().dependOnClassesThat(liveOn(above)));
	}

	// Checked class by class below
	private static boolean usesSimulator(String floor) {
		return floor.equals("app") || floor.equals("autoconfigure");
	}

	@Test
	void whenClassIsOursThenItLivesOnAFloor() {
		check(classes().should()
			.resideInAnyPackage(Stream.concat(floors(), Stream.of("simulator", "test"))
				.flatMap(ArchitectureTests::packages)
				.toArray(String[]::new)));
	}

	@Test
	void whenPackagesUseEachOtherThenInOneDirection() {
		check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
	}

	@Test
	void whenClassesUseEachOtherThenAtMostTwoFormACircle() {
		Map<String, Set<String>> uses = classes.stream()
			.collect(Collectors.groupingBy(ArchitectureTests::topLevel,
					Collectors.flatMapping((javaClass) -> javaClass.getDirectDependenciesFromSelf()
						.stream()
						.map((dependency) -> topLevel(dependency.getTargetClass()))
						.filter((name) -> name.startsWith(ROOT)), Collectors.toSet())));
		Map<String, Set<String>> reached = uses.keySet()
			.stream()
			.collect(Collectors.toMap((name) -> name, (name) -> reach(name, uses)));
		assertThat(reached.keySet())
			.extracting(
					(name) -> reached.get(name).stream().filter((other) -> reached.get(other).contains(name)).toList())
			.allSatisfy((circle) -> assertThat(circle).hasSizeLessThanOrEqualTo(2));
	}

	private static String topLevel(JavaClass javaClass) {
		return javaClass.getBaseComponentType().getName().replaceFirst("\\$.*", "");
	}

	private static Set<String> reach(String from, Map<String, Set<String>> uses) {
		Set<String> reached = new HashSet<>();
		Deque<String> toFollow = new ArrayDeque<>(uses.get(from));
		while (!toFollow.isEmpty()) {
			String name = toFollow.remove();
			if (reached.add(name)) {
				toFollow.addAll(uses.getOrDefault(name, Set.of()));
			}
		}
		return reached;
	}

	@Test
	void whenPackageGrowsThenItHoldsAtMostThirtyTypes() {
		Map<String, Long> types = classes.stream()
			.filter((javaClass) -> javaClass.isTopLevelClass() && !javaClass.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
		assertThat(types).containsKey(ROOT + ".web")
			.allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MAX_TYPES));
	}

	@Test
	void whenTypeNeedsPartsThenItsConstructorTakesAtMostSix() {
		assertThat(classes).filteredOn((javaClass) -> !javaClass.isRecord() && !javaClass.isEnum())
			.flatExtracting(JavaClass::getConstructors)
			.filteredOn((constructor) -> constructor.getRawParameterTypes().size() > MAX_PARAMETERS)
			.extracting(JavaConstructor::getFullName)
			.isEmpty();
	}

	@Test
	void whenEventsAreReceivedThenNothingOfSignInsOrMembersIsKnown() {
		check(noClasses().that()
			.resideInAnyPackage(packagesOf("event"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.security.."));
	}

	@Test
	void whenServerApiIsCalledThenWithoutSpringSecurity() {
		check(noClasses().that()
			.resideInAnyPackage(packagesOf("client|directory|access|store|util"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.security..", "org.springframework.boot..", "jakarta.."));
	}

	@Test
	void whenSimulatorWorksThenItKnowsOnlyTheWireFormat() {
		check(noClasses().that()
			.resideInAnyPackage(packagesOf("simulator"))
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(packagesOf("simulator"))))
				.or(resideInAnyPackage("org.springframework..", "jakarta..", "tools.jackson.."))));
	}

	@Test
	void whenApplicationUsesTheSimulatorThenOnlyInItsDemo() {
		check(noClasses().that()
			.resideInAnyPackage(packagesOf("app"))
			.and()
			.haveSimpleNameNotStartingWith("Demo")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ROOT + ".simulator..", "com.github.tomakehurst..")
			.orShould()
			.dependOnClassesThat(resideInAnyPackage(packagesOf("app")).and(simpleNameStartingWith("Demo"))));
	}

	@Test
	void whenLibraryUsesTheSimulatorThenOnlyInItsAutoConfiguration() {
		check(noClasses().that()
			.resideInAnyPackage(LIBRARY)
			.and()
			.doNotHaveFullyQualifiedName(ROOT + ".autoconfigure.WeComSimulatorAutoConfiguration")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ROOT + ".simulator..", "com.github.tomakehurst..", "org.wiremock.."));
	}

	@Test
	void whenTestSupportIsUsedThenItIsAUserOfTheLibrary() {
		check(classes().that()
			.resideInAnyPackage(packagesOf("test"))
			.should()
			.onlyDependOnClassesThat(
					not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(packagesOf("simulator|test")))
						.or(resideInAnyPackage(LIBRARY).and(isPublic()))));
	}

	@Test
	void whenLibraryRunsThenWithoutLibrariesOfApplicationAndTests() {
		check(noClasses().that()
			.resideInAnyPackage(LIBRARY)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.thymeleaf..", "org.junit..", "org.springframework.test..",
					"org.springframework.stereotype..", "lombok.."));
	}

	@Test
	void whenPrivateFieldsOfOthersAreReadThenInOnePlace() {
		check(noClasses().that()
			.resideInAnyPackage(LIBRARY)
			.and()
			.doNotHaveFullyQualifiedName(ROOT + ".config.ChainSettings")
			.should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("org.springframework.beans.DirectFieldAccessor")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("org.springframework.util.ReflectionUtils")
			.orShould()
			.callMethod(AccessibleObject.class, "setAccessible", boolean.class));
	}

	@Test
	void whenBeanIsNeededThenItIsNotInjectedIntoAField() {
		check(noFields().should()
			.beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
			.orShould()
			.beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
			.orShould()
			.beAnnotatedWith("jakarta.inject.Inject")
			.orShould()
			.beAnnotatedWith("jakarta.annotation.Resource"));
	}

	@Test
	void whenLibraryHasBeansThenNoneByScanning() {
		check(noClasses().that()
			.resideInAnyPackage(LIBRARY)
			.should()
			.beMetaAnnotatedWith(DescribedPredicate.describe("@Component outside @AutoConfiguration",
					(annotation) -> annotation.getRawType()
						.getName()
						.equals("org.springframework.stereotype.Component")))
			.andShould()
			.notBeAnnotatedWith("org.springframework.boot.autoconfigure.AutoConfiguration"));
	}

	@Test
	void whenClassIsOursThenItsPackageIsNullMarked() {
		assertThat(classes).extracting(JavaClass::getPackage)
			.allMatch((javaPackage) -> javaPackage.isAnnotatedWith(NullMarked.class));
		assertThat(classes).extracting(JavaClass::getPackage)
			.extracting(JavaPackage::getName)
			.contains(ROOT + ".client", ROOT + ".simulator");
	}

	@ParameterizedTest
	@ValueSource(strings = { "src/test/java", "src/it" })
	void whenTestIsNamedThenInAtMostSixtyCharacters(String sources) throws IOException {
		List<String> names = new ArrayList<>();
		try (Stream<Path> files = Files.walk(Path.of(sources))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				TEST_METHOD.matcher(Files.readString(file))
					.results()
					.map((found) -> found.group(1))
					.forEach(names::add);
			}
		}
		assertThat(names).isNotEmpty().allSatisfy((name) -> assertThat(name).hasSizeLessThanOrEqualTo(MAX_TEST_NAME));
	}

	/**
	 * Classes of a floor: of its packages with their sub-packages, except for those that
	 * have a floor of their own.
	 */
	private static DescribedPredicate<JavaClass> liveOn(String... floors) {
		List<String> names = Arrays.stream(floors).flatMap((floor) -> Arrays.stream(floor.split("\\|"))).toList();
		return DescribedPredicate.describe("live on " + names,
				(javaClass) -> names.contains(floorOf(javaClass.getPackageName())));
	}

	private static String floorOf(String packageName) {
		return Stream.concat(floors(), Stream.of("simulator", "test"))
			.flatMap((floor) -> Arrays.stream(floor.split("\\|")))
			.filter((name) -> (packageName + ".").startsWith(ROOT + "." + name + "."))
			.max(Comparator.comparingInt(String::length))
			.orElse("");
	}

	private static DescribedPredicate<JavaClass> isPublic() {
		return DescribedPredicate.describe("public",
				(javaClass) -> javaClass.getModifiers().contains(JavaModifier.PUBLIC));
	}

	private static Stream<String> packages(String floor) {
		return Arrays.stream(floor.split("\\|")).map((name) -> ROOT + "." + name + "..");
	}

	private static String[] packagesOf(String name) {
		return packages(name).toArray(String[]::new);
	}

	// Floors that are not built yet are empty
	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(classes);
	}

}
