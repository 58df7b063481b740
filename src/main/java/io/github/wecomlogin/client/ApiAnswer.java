package io.github.wecomlogin.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.wecomlogin.util.AsciiIds;
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
 * A response of the API, or an item of a list in it, read leniently. Unknown fields are
 * ignored; absent fields and those of an unexpected type are {@code null}. Numbers may be
 * strings (D/90196 and D/95833 disagree), and ids may have a fraction of zero. A response
 * must be one complete JSON object without duplicate names.
 */
final class ApiAnswer {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		// A double would round large ids
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	// Reads an item from the middle of a list
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
			// Without the cause, whose message quotes the response
			throw new WeComApiException(endpoint, WeComError.NOT_JSON, null);
		}
		if (json == null || !json.isObject()) {
			throw new WeComApiException(endpoint, WeComError.NOT_JSON, null);
		}
		return new ApiAnswer(endpoint, json);
	}

	/**
	 * Parses a response with a long list, item by item. Returns the other fields.
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
					readItems(endpoint, parser, item);
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
			// Without the cause, whose message quotes the response
			throw new WeComApiException(endpoint, WeComError.NOT_JSON, null);
		}
		return new ApiAnswer(endpoint, others);
	}

	private static void readItems(String endpoint, JsonParser parser, Consumer<ApiAnswer> item) {
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			// An item that is not an object has no fields
			item.accept(new ApiAnswer(endpoint, ITEMS.readTree(parser)));
		}
	}

	boolean hasErrorCode() {
		return this.json.has("errcode");
	}

	/**
	 * Returns the {@code errcode}; absent means 0, success (D/90664).
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
		return required(name, text(name));
	}

	/**
	 * Returns the first of the named fields as an id.
	 * @throws WeComApiException if the first one present is not an id
	 */
	@Nullable String id(String... names) {
		for (String name : names) {
			String text = text(name);
			if (text != null) {
				return required(name, AsciiIds.isId(text) ? text : null);
			}
		}
		return null;
	}

	String requiredId(String name) {
		return required(name, id(name));
	}

	private <T> T required(String name, @Nullable T value) {
		if (value == null) {
			throw new WeComApiException(this.endpoint, WeComError.INCOMPLETE, name);
		}
		return value;
	}

	/**
	 * Returns the first of the named fields that has a non-blank text.
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

	/**
	 * Returns an object within this one; without fields if it is absent.
	 */
	ApiAnswer object(String name) {
		JsonNode node = this.json.get(name);
		return new ApiAnswer(this.endpoint, (node != null && node.isObject()) ? node : JSON.createObjectNode());
	}

	/**
	 * Returns the ids in the objects of an array, without those that are not ids.
	 */
	List<String> idsOf(String array, String name) {
		return this.<String>entries(array, (node) -> node.isObject() ? id(node.path(name)) : null)
			.stream()
			.filter(Objects::nonNull)
			.toList();
	}

	/**
	 * Returns the number of entries of an array; 0 if it is absent.
	 */
	int size(String name) {
		JsonNode node = this.json.get(name);
		return (node != null && node.isArray()) ? node.size() : 0;
	}

	/**
	 * Rejects a response without any of the named lists. An empty list is accepted.
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

	boolean isAbsent(String name) {
		JsonNode node = this.json.get(name);
		return node == null || node.isNull();
	}

	/**
	 * Returns a code. Unlike an id, it has 32 bits and no fraction.
	 */
	@Nullable Integer integer(String name) {
		JsonNode node = this.json.get(name);
		Long number = (node != null && !node.isFloatingPointNumber()) ? number(node) : null;
		return (number != null && number == number.intValue()) ? Integer.valueOf(number.intValue()) : null;
	}

	/**
	 * Returns an id with 64 bits.
	 */
	@Nullable Long number(String name) {
		JsonNode node = this.json.get(name);
		return (node != null) ? number(node) : null;
	}

	/**
	 * Returns the numbers of an array, with {@code null} for entries that are not
	 * numbers, because the arrays of {@code user/get} are parallel.
	 */
	List<@Nullable Long> numbers(String name) {
		return entries(name, ApiAnswer::number);
	}

	/**
	 * Returns the ids of an array, with {@code null} for entries that are not ids.
	 */
	List<@Nullable String> ids(String name) {
		return entries(name, ApiAnswer::id);
	}

	private <T> List<@Nullable T> entries(String name, Function<JsonNode, @Nullable T> reader) {
		List<@Nullable T> entries = new ArrayList<>();
		JsonNode array = this.json.get(name);
		if (array != null && array.isArray()) {
			array.forEach((node) -> entries.add(reader.apply(node)));
		}
		return entries;
	}

	private static @Nullable String id(JsonNode node) {
		String text = node.isString() || node.isNumber() ? node.asString() : null;
		return AsciiIds.isId(text) ? text : null;
	}

	private static @Nullable Long number(JsonNode node) {
		try {
			if (node.isNumber()) {
				return node.decimalValue().longValueExact();
			}
			return node.isString() ? Long.valueOf(node.asString().strip()) : null;
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return null;
		}
	}

}
