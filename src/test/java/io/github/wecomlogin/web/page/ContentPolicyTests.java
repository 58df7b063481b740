package io.github.wecomlogin.web.page;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ContentPolicyTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					default-src 'none'; style-src 'self'    | ; script-src 'sha256-a' | default-src 'none'; style-src 'self'; script-src 'sha256-a'
					default-src 'self'                      | ; script-src 'sha256-a' | default-src 'self'; script-src 'self' 'sha256-a'
					script-src https://a 'self'; img-src *; | ; script-src 'sha256-a' | script-src https://a 'self' 'sha256-a'; img-src *
					default-src 'self'; script-src 'none'   | ; script-src 'sha256-a' | default-src 'self'; script-src 'sha256-a'
					upgrade-insecure-requests               | ; frame-src https://b   | upgrade-insecure-requests; frame-src https://b
					default-src 'self'                      | ""                      | default-src 'self'
					""")
	void whenPolicyIsExtendedThenItAllowsBoth(String policy, String further, String expected) {
		assertThat(ContentPolicy.extend(policy, further)).isEqualTo(expected);
	}

}
