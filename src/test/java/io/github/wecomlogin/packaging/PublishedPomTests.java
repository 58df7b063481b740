package io.github.wecomlogin.packaging;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Maven Central requires of a POM, and what users of the library get with it.
 */
class PublishedPomTests {

	private final PublishedPom pom;

	PublishedPomTests() throws IOException {
		this.pom = PublishedPom.ofLibrary();
	}

	@ParameterizedTest
	@ValueSource(strings = { "groupId", "artifactId", "version", "name", "description", "url", "licenses/license/name",
			"licenses/license/url", "developers/developer/name", "developers/developer/url", "scm/connection",
			"scm/url" })
	void whenMavenCentralRequiresAnElementThenItIsThere(String element) {
		// Not inherited: the values of the parent are those of Spring Boot
		assertThat(this.pom.texts("/project/" + element)).hasSize(1)
			.allSatisfy((text) -> assertThat(text).isNotBlank());
	}

	@Test
	void whenPublishedThenNoRepositoryIsNamed() {
		assertThat(this.pom.texts("//repositories | //pluginRepositories | //distributionManagement")).isEmpty();
	}

	@Test
	void whenLibraryIsUsedThenItBringsOnlyWhatItNeeds() {
		assertThat(this.pom.dependencies(PublishedPom.Kind.REQUIRED)).containsExactlyInAnyOrder(
				"spring-boot-starter-security", "spring-boot-starter-oauth2-client", "spring-web", "jackson-databind",
				"caffeine", "httpcore5");
		assertThat(this.pom.texts("/project/dependencies/dependency/artifactId"))
			.hasSize(this.pom.dependencies(PublishedPom.Kind.REQUIRED).size()
					+ this.pom.dependencies(PublishedPom.Kind.OPTIONAL).size()
					+ this.pom.dependencies(PublishedPom.Kind.NOT_SHIPPED).size());
	}

}
