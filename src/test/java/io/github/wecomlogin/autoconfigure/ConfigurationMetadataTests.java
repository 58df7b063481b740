package io.github.wecomlogin.autoconfigure;

import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property can be completed in an IDE.
 */
class ConfigurationMetadataTests {

	@Test
	void whenMetadataIsReadThenEveryPropertyHasATypeAndADescription() throws Exception {
		Map<String, JsonNode> metadata = metadata();
		metadata.values().removeIf((property) -> property.at("/deprecation/level").asString("").equals("error"));
		assertThat(metadata.keySet()).isEqualTo(properties("wecom.", WeComProperties.class))
			.contains("wecom.corp-id", "wecom.registration", "wecom.http.read-timeout", "wecom.callback.token",
					"wecom.contact-callback.corp-id", "wecom.simulator.enabled", "wecom.roles",
					"wecom.allow.departments", "wecom.session.recheck-grace");
		assertThat(metadata).allSatisfy((name, property) -> {
			assertThat(property.path("description").asString("")).as(name).endsWith(".").hasSizeGreaterThan(10);
			assertThat(property.path("type").asString("")).as(name).isNotBlank();
		});
	}

	@Test
	void whenPropertyWasRemovedThenTheReasonIsGiven() throws IOException {
		assertThat(metadata().get("wecom.limits.waiting-sign-ins").at("/deprecation/reason").asString(""))
			.contains("wecom.sign-in-timeout");
	}

	@Test
	void whenPropertyHasADefaultThenItIsListed() throws IOException {
		assertThat(metadata().get("wecom.endpoints.api").path("defaultValue").asString())
			.isEqualTo("https://qyapi.weixin.qq.com");
		assertThat(metadata().get("wecom.http.connect-timeout").path("defaultValue").asString()).isEqualTo("2s");
		assertThat(metadata().get("wecom.http.read-timeout").path("defaultValue").asString()).isEqualTo("5s");
		assertThat(metadata().get("wecom.sign-in-timeout").path("defaultValue").asString()).isEqualTo("10s");
		assertThat(metadata().get("wecom.session.recheck-interval").path("defaultValue").asString()).isEqualTo("10m");
		assertThat(metadata().get("wecom.session.recheck-grace").path("defaultValue").asString()).isEqualTo("1h");
		assertThat(metadata().get("wecom.store").path("defaultValue").asString()).isEqualTo("memory");
		assertThat(metadata().get("wecom.enabled").path("defaultValue").asBoolean()).isTrue();
	}

	@Test
	void whenPropertyOfARuleHasFewValuesThenTheyAreListed() throws IOException {
		assertThat(values("wecom.allow.leader")).containsExactly("true");
		assertThat(values("wecom.allow.direct")).containsExactly("true", "false");
		assertThat(values("wecom.allow.match")).containsExactly("any", "all");
		assertThat(metadata().get("wecom.allow.leader").has("defaultValue")).isFalse();
		assertThat(metadata().get("wecom.allow.direct").path("defaultValue").asString()).isEqualTo("false");
		assertThat(metadata().get("wecom.allow.match").path("defaultValue").asString()).isEqualTo("any");
	}

	private static List<String> values(String property) throws IOException {
		return read("hints").filter((hint) -> hint.path("name").asString().equals(property))
			.flatMap((hint) -> hint.path("values").valueStream())
			.map((value) -> value.path("value").asString())
			.toList();
	}

	private static Map<String, JsonNode> metadata() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		read("properties").filter((property) -> property.path("name").asString().startsWith("wecom."))
			.forEach((property) -> assertThat(properties.put(property.path("name").asString(), property)).isNull());
		return properties;
	}

	private static Stream<JsonNode> read(String kind) throws IOException {
		try (InputStream json = WeComProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(json).path(kind).valueStream();
		}
	}

	private static Set<String> properties(String prefix, Class<?> type) throws IntrospectionException {
		Set<String> names = new TreeSet<>();
		BeanInfo bean = Introspector.getBeanInfo(type, Object.class);
		for (PropertyDescriptor property : bean.getPropertyDescriptors()) {
			String name = prefix + property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			boolean nested = property.getPropertyType().getPackage() == type.getPackage()
					&& !property.getPropertyType().isEnum();
			if (nested) {
				names.addAll(properties(name + ".", property.getPropertyType()));
			}
			else {
				names.add(name);
			}
		}
		return names;
	}

}
