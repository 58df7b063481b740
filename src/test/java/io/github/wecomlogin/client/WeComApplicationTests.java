package io.github.wecomlogin.client;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WeComApplication}.
 */
class WeComApplicationTests {

	@Test
	void whenLabelSecretOrApplicationDiffersThenOtherKey() {
		WeComApplication application = new WeComApplication("ww1", 1, "secret");
		byte[] key = application.deriveKey("label");
		assertThat(key).hasSize(32).isEqualTo(new WeComApplication("ww1", 1, "secret").deriveKey("label"));
		assertThat(key).isNotEqualTo(application.deriveKey("label2"))
			.isNotEqualTo(new WeComApplication("ww1", 1, "secret2").deriveKey("label"))
			.isNotEqualTo(new WeComApplication("ww1", 2, "secret").deriveKey("label"))
			.isNotEqualTo(new WeComApplication("ww2", 1, "secret").deriveKey("label"));
	}

}
