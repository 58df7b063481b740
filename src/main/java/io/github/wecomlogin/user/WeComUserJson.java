package io.github.wecomlogin.user;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.wecomlogin.user.WeComUserForm.DepartmentForm;
import io.github.wecomlogin.user.WeComUserForm.TagForm;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

import org.springframework.security.core.GrantedAuthority;

/**
 * JSON serialization of {@link WeComUser}, field by field. Only authorities are
 * polymorphic.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComUserJson {

	private static final String AUTHORITIES = "authorities";

	private WeComUserJson() {
	}

	/**
	 * Serializes a user.
	 */
	public static final class Writer extends StdSerializer<WeComUser> {

		public Writer() {
			super(WeComUser.class);
		}

		@Override
		public void serialize(WeComUser user, JsonGenerator json, SerializationContext context) {
			json.writeStartObject(user);
			fields(WeComUserForm.of(user), json, context);
			json.writeEndObject();
		}

		@Override
		public void serializeWithType(WeComUser user, JsonGenerator json, SerializationContext context,
				TypeSerializer types) {
			WritableTypeId type = types.writeTypePrefix(json, context, types.typeId(user, JsonToken.START_OBJECT));
			fields(WeComUserForm.of(user), json, context);
			types.writeTypeSuffix(json, context, type);
		}

		private static void fields(WeComUserForm user, JsonGenerator json, SerializationContext context) {
			text(json, "registrationId", user.registrationId());
			text(json, "corpId", user.corpId());
			text(json, "userId", user.userId());
			text(json, "name", user.name());
			json.writeArrayPropertyStart("departments");
			for (DepartmentForm department : present(user.departments())) {
				json.writeStartObject();
				number(json, "id", department.id());
				text(json, "name", department.name());
				text(json, "path", department.path());
				json.writeEndObject();
			}
			json.writeEndArray();
			json.writeArrayPropertyStart("ledDepartments");
			present(user.ledDepartments()).forEach((id) -> json.writeNumber(id.longValue()));
			json.writeEndArray();
			number(json, "mainDepartment", user.mainDepartment());
			json.writeArrayPropertyStart("tags");
			for (TagForm tag : present(user.tags())) {
				json.writeStartObject();
				number(json, "id", tag.id());
				text(json, "name", tag.name());
				json.writeEndObject();
			}
			json.writeEndArray();
			json.writeArrayPropertyStart("directLeaders");
			present(user.directLeaders()).forEach(json::writeString);
			json.writeEndArray();
			text(json, "position", user.position());
			text(json, "mobile", user.mobile());
			text(json, "email", user.email());
			text(json, "bizMail", user.bizMail());
			text(json, "avatar", user.avatar());
			text(json, "gender", user.gender());
			json.writeArrayPropertyStart(AUTHORITIES);
			TypeSerializer types = context.findTypeSerializer(context.constructType(GrantedAuthority.class));
			for (GrantedAuthority authority : present(user.authorities())) {
				if (types != null) {
					context.findValueSerializer(authority.getClass())
						.serializeWithType(authority, json, context, types);
				}
				else {
					context.findTypedValueSerializer(authority.getClass(), true).serialize(authority, json, context);
				}
			}
			json.writeEndArray();
			text(json, "signedInAt", present(user.signedInAt()).toString());
			text(json, "checkedAt", present(user.checkedAt()).toString());
			text(json, "stamps", user.stamps());
		}

		private static void number(JsonGenerator json, String name, @Nullable Number value) {
			if (value != null) {
				json.writeNumberProperty(name, value.longValue());
			}
		}

		private static void text(JsonGenerator json, String name, @Nullable String value) {
			if (value != null) {
				json.writeStringProperty(name, value);
			}
		}

		private static <T> T present(@Nullable T value) {
			if (value == null) {
				throw new IllegalStateException("A mandatory field of the user is missing");
			}
			return value;
		}

	}

	/**
	 * Deserializes a user. Error messages do not quote the data.
	 */
	public static final class Reader extends StdDeserializer<WeComUser> {

		public Reader() {
			super(WeComUser.class);
		}

		@Override
		public WeComUser deserialize(JsonParser parser, DeserializationContext context) {
			ObjectNode json = context.getNodeFactory().objectNode();
			List<GrantedAuthority> authorities = null;
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				parser.nextToken();
			}
			for (; parser.currentToken() == JsonToken.PROPERTY_NAME; parser.nextToken()) {
				String name = parser.currentName();
				if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(AUTHORITIES)) {
					authorities = authorities(parser, context);
				}
				else {
					json.set(name, context.readTree(parser));
				}
			}
			try {
				return form(json, authorities).user();
			}
			catch (IllegalArgumentException | DateTimeException ex) {
				return context.reportInputMismatch(WeComUser.class,
						"The user cannot be read: written by another version");
			}
		}

		/**
		 * Reads authorities from the stream, because a tree would round their numbers.
		 */
		private static List<GrantedAuthority> authorities(JsonParser parser, DeserializationContext context) {
			List<GrantedAuthority> authorities = new ArrayList<>();
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				authorities.add(context.readValue(parser, GrantedAuthority.class));
			}
			return authorities;
		}

		private static WeComUserForm form(JsonNode json, @Nullable List<GrantedAuthority> authorities) {
			return new WeComUserForm(text(json, "registrationId"), text(json, "corpId"), text(json, "userId"),
					text(json, "name"),
					elements(json, "departments",
							(department) -> new DepartmentForm(number(department, "id"), text(department, "name"),
									text(department, "path"))),
					elements(json, "ledDepartments", Reader::number), number(json, "mainDepartment"),
					elements(json, "tags", (tag) -> new TagForm(number(tag, "id"), text(tag, "name"))),
					elements(json, "directLeaders", Reader::text), text(json, "position"), text(json, "mobile"),
					text(json, "email"), text(json, "bizMail"), text(json, "avatar"), text(json, "gender"), authorities,
					instant(json, "signedInAt"), instant(json, "checkedAt"), text(json, "stamps"));
		}

		private static @Nullable String text(JsonNode json, String name) {
			JsonNode value = json.get(name);
			return (value != null) ? text(value) : null;
		}

		private static String text(JsonNode value) {
			if (!value.isString()) {
				throw new IllegalArgumentException("Not a string");
			}
			return value.stringValue();
		}

		private static @Nullable Long number(JsonNode json, String name) {
			JsonNode value = json.get(name);
			return (value != null) ? number(value) : null;
		}

		private static Long number(JsonNode value) {
			if (!value.isIntegralNumber() || !value.canConvertToLong()) {
				throw new IllegalArgumentException("Not a number");
			}
			return value.longValue();
		}

		private static @Nullable Instant instant(JsonNode json, String name) {
			String text = text(json, name);
			return (text != null) ? Instant.parse(text) : null;
		}

		private static <T> @Nullable List<T> elements(JsonNode json, String name, Function<JsonNode, T> element) {
			JsonNode values = json.get(name);
			if (values == null) {
				return null;
			}
			if (!values.isArray()) {
				throw new IllegalArgumentException("Not a list");
			}
			List<T> elements = new ArrayList<>();
			values.forEach((value) -> elements.add(element.apply(value)));
			return elements;
		}

	}

}
