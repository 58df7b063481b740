package io.github.wecomlogin.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A message that WeCom sent in a callback, published to {@code @EventListener} methods.
 * WeCom guarantees neither completeness nor order nor single delivery. Treat an event as
 * a hint and read the current state from WeCom.
 */
public abstract class WeComEvent {

	private final Received received;

	WeComEvent(Received received) {
		this.received = received;
	}

	/**
	 * Returns the source of the event.
	 * @return a registration id, or {@code contacts} for the contact-sync helper
	 */
	public final String getSourceId() {
		return this.received.sourceId();
	}

	/**
	 * Returns the company.
	 * @return the corp id
	 */
	public final String getCorpId() {
		return this.received.corpId();
	}

	/**
	 * Returns when the event occurred.
	 * @return WeCom's time in seconds precision, or the time of receipt if absent
	 */
	public final Instant getCreatedAt() {
		Long seconds = this.received.number("CreateTime");
		// Larger values are not valid instants
		return (seconds != null && seconds >= 0 && seconds <= Instant.MAX.getEpochSecond())
				? Instant.ofEpochSecond(seconds) : this.received.receivedAt();
	}

	/**
	 * Returns the message type.
	 * @return for example {@code event} or {@code text}, or {@code null}
	 */
	public final @Nullable String getMessageType() {
		return this.received.text("MsgType");
	}

	/**
	 * Returns the event type.
	 * @return for example {@code change_contact}, or {@code null} if the message is not
	 * an event
	 */
	public final @Nullable String getEventType() {
		return this.received.text("Event");
	}

	/**
	 * Returns a field of the message. Fields may contain personal data.
	 * @param name the name in WeCom's spelling, for example {@code UserID}
	 * @return the text, or {@code null} if absent
	 */
	public final @Nullable String getField(String name) {
		return this.received.fields().get(name);
	}

	/**
	 * Returns all fields of the message without nested elements.
	 * @return an unmodifiable map by WeCom's names
	 */
	public final Map<String, String> getFields() {
		return this.received.fields();
	}

	final Received received() {
		return this.received;
	}

	/**
	 * Returns the member that the event is about.
	 * @return a user id, or {@code null} if it is not about a single member
	 */
	abstract @Nullable String subject();

	/**
	 * Omits personal data.
	 */
	@Override
	public String toString() {
		return getClass().getSimpleName() + "[" + getSourceId() + "]";
	}

	/**
	 * A received message and its source.
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
		 * Returns the numbers of a list, without malformed elements.
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
