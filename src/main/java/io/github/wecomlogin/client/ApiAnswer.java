package io.github.wecomlogin.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One answer of the API, read leniently: unknown fields are ignored, absent ones are
 * {@code null}, numbers may come as strings (D/90196 and D/95833 disagree about it). What
 * is not lenient: it must be one complete JSON object that names nothing twice.
 */
final class ApiAnswer {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	// Reads one item out of the middle of a list
	private static final JsonMapper ITEMS = JSON.rebuild()
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final String endpoint;

	private final JsonNode json;

	private ApiAnswer(String endpoint, JsonNode json) {
		this.endpoint = endpoint;
		this.json = json;
	}

	static ApiAnswer parse(String endpoint, byte[] body) {
		JsonNode json;
		try {
			json = JSON.readTree(body);
		}
		catch (JacksonException ex) {
			// Not as a cause: its message quotes the answer
			throw new WeComApiException(endpoint, WeComError.NOT_JSON, null);
		}
		if (json == null || !json.isObject()) {
			throw new WeComApiException(endpoint, WeComError.NOT_JSON, null);
		}
		return new ApiAnswer(endpoint, json);
	}

	/**
	 * Reads an answer with a long list, item by item. Everything else is in the answer
	 * returned.
	 */
	static ApiAnswer parseList(String endpoint, byte[] body, String list, Consumer<ApiAnswer> item) {
		ObjectNode others = JSON.createObjectNode();
		try (JsonParser parser = ITEMS.createParser(body)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new WeComApiException(endpoint, WeComError.NOT_JSON, null);
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String name = parser.currentName();
				if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(list)) {
					readItems(endpoint, parser, list, item);
					others.putArray(name);
				}
				else {
					others.set(name, ITEMS.readTree(parser));
				}
			}
			if (parser.nextToken() != null) {
				throw new WeComApiException(endpoint, WeComError.NOT_JSON, null);
			}
		}
		catch (JacksonException ex) {
			// Not as a cause: its message quotes the answer
			throw new WeComApiException(endpoint, WeComError.NOT_JSON, null);
		}
		return new ApiAnswer(endpoint, others);
	}

	private static void readItems(String endpoint, JsonParser parser, String list, Consumer<ApiAnswer> item) {
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			if (parser.currentToken() != JsonToken.START_OBJECT) {
				throw new WeComApiException(endpoint, WeComError.INCOMPLETE, list);
			}
			item.accept(new ApiAnswer(endpoint, ITEMS.readTree(parser)));
		}
	}

	boolean hasErrorCode() {
		return this.json.has("errcode");
	}

	/**
	 * Returns the {@code errcode}; absent means success (D/90664).
	 */
	int errorCode() {
		if (!hasErrorCode()) {
			return 0;
		}
		Integer code = integer("errcode");
		if (code == null) {
			throw new WeComApiException(this.endpoint, WeComError.NOT_JSON, null);
		}
		return code;
	}

	String errorMessage() {
		String message = text("errmsg");
		return (message != null) ? message : "";
	}

	String requiredText(String name) {
		String text = text(name);
		if (text == null) {
			throw new WeComApiException(this.endpoint, WeComError.INCOMPLETE, name);
		}
		return text;
	}

	/**
	 * Returns the first of the named fields that has a text.
	 */
	@Nullable String text(String... names) {
		for (String name : names) {
			JsonNode node = this.json.get(name);
			if (node != null && node.isValueNode() && !node.isNull()) {
				String text = node.asString();
				if (!text.isBlank()) {
					return text;
				}
			}
		}
		return null;
	}

	int requiredInteger(String name) {
		Integer integer = integer(name);
		if (integer == null) {
			throw new WeComApiException(this.endpoint, WeComError.INCOMPLETE, name);
		}
		return integer;
	}

	/**
	 * Refuses an answer that has none of the named lists, be they empty.
	 */
	void requireList(String... names) {
		for (String name : names) {
			JsonNode node = this.json.get(name);
			if (node != null && node.isArray()) {
				return;
			}
		}
		throw new WeComApiException(this.endpoint, WeComError.INCOMPLETE, names[0]);
	}

	@Nullable Integer integer(String name) {
		JsonNode node = this.json.get(name);
		return (node != null) ? integer(node) : null;
	}

	List<Integer> integers(String name) {
		List<Integer> integers = new ArrayList<>();
		JsonNode array = this.json.get(name);
		if (array != null && array.isArray()) {
			for (JsonNode node : array) {
				Integer integer = integer(node);
				if (integer == null) {
					// Skipping it would shift the parallel arrays of user/get
					throw new WeComApiException(this.endpoint, WeComError.INCOMPLETE, name);
				}
				integers.add(integer);
			}
		}
		return List.copyOf(integers);
	}

	List<String> texts(String name) {
		List<String> texts = new ArrayList<>();
		JsonNode array = this.json.get(name);
		if (array != null && array.isArray()) {
			for (JsonNode node : array) {
				if (node.isString() && !node.asString().isBlank()) {
					texts.add(node.asString());
				}
			}
		}
		return List.copyOf(texts);
	}

	private static @Nullable Integer integer(JsonNode node) {
		if (node.isIntegralNumber() && node.canConvertToInt()) {
			return node.intValue();
		}
		if (node.isString()) {
			try {
				return Integer.valueOf(node.asString().strip());
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}
		return null;
	}

}
