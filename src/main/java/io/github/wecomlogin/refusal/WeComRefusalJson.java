package io.github.wecomlogin.refusal;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * A {@link WeComRefusalException} in JSON, where a failure page finds it in the session:
 * the code and the reference. The cause stays on the node that has logged it.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComRefusalJson {

	private static final String REFUSAL = "refusal";

	private static final String REFERENCE = "reference";

	private WeComRefusalJson() {
	}

	/**
	 * Writes a refusal.
	 */
	public static final class Writer extends StdSerializer<WeComRefusalException> {

		public Writer() {
			super(WeComRefusalException.class);
		}

		@Override
		public void serialize(WeComRefusalException refusal, JsonGenerator json, SerializationContext context) {
			json.writeStartObject(refusal);
			writeProperties(refusal, json);
			json.writeEndObject();
		}

		@Override
		public void serializeWithType(WeComRefusalException refusal, JsonGenerator json, SerializationContext context,
				TypeSerializer types) {
			// Written as the base class, because subclasses cannot be read
			WritableTypeId type = types.writeTypePrefix(json, context,
					types.typeId(refusal, WeComRefusalException.class, JsonToken.START_OBJECT));
			writeProperties(refusal, json);
			types.writeTypeSuffix(json, context, type);
		}

		private static void writeProperties(WeComRefusalException refusal, JsonGenerator json) {
			json.writeStringProperty(REFUSAL, refusal.getRefusal().code());
			json.writeStringProperty(REFERENCE, refusal.getReference());
		}

	}

	/**
	 * Reads a refusal.
	 */
	public static final class Reader extends StdDeserializer<WeComRefusalException> {

		public Reader() {
			super(WeComRefusalException.class);
		}

		@Override
		public WeComRefusalException deserialize(JsonParser parser, DeserializationContext context) {
			JsonNode json = context.readTree(parser);
			WeComRefusal refusal = WeComRefusal.ofCode(json.path(REFUSAL).asString(""));
			if (refusal == null) {
				return context.reportInputMismatch(WeComRefusalException.class,
						"The refusal cannot be read: written by another version");
			}
			return WeComRefusalException.restored(refusal, json.path(REFERENCE).asString(""));
		}

	}

}
