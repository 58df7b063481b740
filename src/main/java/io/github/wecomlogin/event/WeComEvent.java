package io.github.wecomlogin.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Something that WeCom told this application in a callback. Applications hear of it with
 * an {@code @EventListener}. WeCom does not promise to tell everything, nor in order, nor
 * once only: whoever needs to know how things are asks WeCom again.
 */
public abstract sealed class WeComEvent permits WeComContactChanged, WeComSubscriptionChanged, WeComOtherEvent {

	private final Received received;

	WeComEvent(Received received) {
		this.received = received;
	}

	/**
	 * Makes an event of a message.
	 * @param sourceId from where it came
	 * @param corpId the company
	 * @param fields what is in the message
	 * @param receivedAt when it came
	 */
	static WeComEvent of(String sourceId, String corpId, Map<String, String> fields, Instant receivedAt) {
		Received received = new Received(sourceId, corpId, Collections.unmodifiableMap(fields), receivedAt);
		if ("event".equals(received.text("MsgType"))) {
			String type = received.text("Event");
			if ("change_contact".equals(type)) {
				return new WeComContactChanged(received);
			}
			if ("subscribe".equals(type) || "unsubscribe".equals(type)) {
				return new WeComSubscriptionChanged(received);
			}
		}
		return new WeComOtherEvent(received);
	}

	/**
	 * Returns from where the event came.
	 * @return the id of a registration, or {@code contacts} for the contact-sync helper
	 */
	public final String getSourceId() {
		return this.received.sourceId();
	}

	/**
	 * Returns which company the event is about.
	 * @return the corp id
	 */
	public final String getCorpId() {
		return this.received.corpId();
	}

	/**
	 * Returns when it happened.
	 * @return what WeCom says, to the second, or when the event was received if it does
	 * not say
	 */
	public final Instant getCreatedAt() {
		Long seconds = this.received.number("CreateTime");
		// No later than any calendar goes
		return (seconds != null && seconds >= 0 && seconds <= Instant.MAX.getEpochSecond())
				? Instant.ofEpochSecond(seconds) : this.received.receivedAt();
	}

	/**
	 * Returns what kind of message it was.
	 * @return for example {@code event} or {@code text}, or {@code null}
	 */
	public final @Nullable String getMessageType() {
		return this.received.text("MsgType");
	}

	/**
	 * Returns what kind of event it was.
	 * @return for example {@code change_contact}, or {@code null} if it was none
	 */
	public final @Nullable String getEventType() {
		return this.received.text("Event");
	}

	/**
	 * Returns a field of the message. Fields may be personal data.
	 * @param name the name in WeCom's spelling, for example {@code UserID}
	 * @return its text, or {@code null} if there is none
	 */
	public final @Nullable String getField(String name) {
		return this.received.fields().get(name);
	}

	/**
	 * Returns all fields of the message that have no others inside.
	 * @return an unmodifiable map, by the names in WeCom's spelling
	 */
	public final Map<String, String> getFields() {
		return this.received.fields();
	}

	final Received received() {
		return this.received;
	}

	/**
	 * Returns whom the event is about.
	 * @return a user id, or {@code null} if it is not about one member
	 */
	abstract @Nullable String subject();

	/**
	 * Shows no personal data.
	 */
	@Override
	public String toString() {
		return getClass().getSimpleName() + "[" + getSourceId() + "]";
	}

	/**
	 * A message and from where it came.
	 */
	record Received(String sourceId, String corpId, Map<String, String> fields, Instant receivedAt) {

		@Nullable String text(String name) {
			String text = this.fields.get(name);
			return (text != null && !text.isBlank()) ? text.strip() : null;
		}

		@Nullable Long number(String name) {
			return parse(text(name));
		}

		@Nullable Integer integer(String name) {
			Long number = number(name);
			return (number != null && number == number.intValue()) ? Integer.valueOf(number.intValue()) : null;
		}

		List<String> texts(String name) {
			String text = text(name);
			return (text != null)
					? Arrays.stream(text.split(",")).map(String::strip).filter((each) -> !each.isEmpty()).toList()
					: List.of();
		}

		/**
		 * Returns the numbers of a list. What is none is left out.
		 */
		List<Long> numbers(String name) {
			return texts(name).stream().map(Received::parse).filter(Objects::nonNull).toList();
		}

		private static @Nullable Long parse(@Nullable String text) {
			if (text == null) {
				return null;
			}
			try {
				return Long.valueOf(text);
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}

		@Override
		public String toString() {
			return "Received[" + this.sourceId + "]";
		}

	}

}
