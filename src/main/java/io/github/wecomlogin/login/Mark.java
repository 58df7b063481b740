package io.github.wecomlogin.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mark and how long it matters.
 */
record Mark(Moment moment, Instant until) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	Mark latest(Mark other) {
		return new Mark(this.moment.latest(other.moment), other.until.isAfter(this.until) ? other.until : this.until);
	}

	/**
	 * Returns the mark after another one was set. It is later than this one even if the
	 * clocks say otherwise, so that whoever has seen this one knows.
	 */
	Mark followedBy(Mark other) {
		Mark latest = latest(other);
		if (latest.moment.at().isAfter(this.moment.at())) {
			return latest;
		}
		return new Mark(new Moment(this.moment.at().plusMillis(1), Moment.SEVERAL), latest.until);
	}

	Duration timeLeft(Clock clock) {
		Duration left = Duration.between(clock.instant(), this.until);
		return (left.toMillis() > 0) ? left : Duration.ofMillis(1);
	}

	byte[] write() {
		return JSON.writeValueAsBytes(JSON.createObjectNode()
			.put("at", this.moment.at().toEpochMilli())
			.put("node", this.moment.node())
			.put("until", this.until.toEpochMilli()));
	}

	static @Nullable Mark read(byte[] bytes) {
		try {
			JsonNode json = JSON.readTree(bytes);
			for (String field : new String[] { "at", "node", "until" }) {
				if (!json.path(field).isIntegralNumber() || !json.path(field).canConvertToLong()) {
					return null;
				}
			}
			return new Mark(new Moment(Instant.ofEpochMilli(json.path("at").asLong()), json.path("node").asLong()),
					Instant.ofEpochMilli(json.path("until").asLong()));
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
