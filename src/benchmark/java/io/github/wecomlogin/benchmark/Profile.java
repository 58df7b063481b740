package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What an application was doing, as often as it was looked at.
 */
final class Profile {

	/**
	 * The first JDK that samples by processor time (JEP 509), work of the system for Java
	 * threads included. Earlier ones look at threads that are running Java code.
	 */
	private static final int SAMPLES_PROCESSOR_TIME = 25;

	private final Map<Part, Integer> samples = new EnumMap<>(Part.class);

	private Profile() {
	}

	/**
	 * Returns the event that samples.
	 */
	static String samples() {
		return (Runtime.version().feature() >= SAMPLES_PROCESSOR_TIME) ? "jdk.CPUTimeSample" : "jdk.ExecutionSample";
	}

	/**
	 * Returns what makes a Java virtual machine record itself until it ends.
	 */
	static String[] flags(Path recording) {
		List<String> flags = new ArrayList<>();
		flags.add("-XX:FlightRecorderOptions=stackdepth=512");
		String processorTime = (Runtime.version().feature() >= SAMPLES_PROCESSOR_TIME)
				? ",jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=5ms" : "";
		flags.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording + processorTime);
		return flags.toArray(String[]::new);
	}

	static Profile read(Path recording, Instant begin, Instant end) {
		Profile profile = new Profile();
		try (RecordingFile file = new RecordingFile(recording)) {
			while (file.hasMoreEvents()) {
				RecordedEvent event = file.readEvent();
				if (event.getEventType().getName().equals(samples()) && event.getStartTime().isAfter(begin)
						&& event.getStartTime().isBefore(end) && event.getStackTrace() != null) {
					profile.samples.merge(part(event.getStackTrace().getFrames()), 1, Integer::sum);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (profile.samples.isEmpty()) {
			throw new IllegalStateException("Nothing was sampled");
		}
		return profile;
	}

	private static Part part(List<RecordedFrame> frames) {
		return frames.stream()
			.map((frame) -> Part.of(frame.getMethod().getType().getName()))
			.filter((part) -> part != Part.JDK)
			.findFirst()
			.orElse(Part.JDK);
	}

	double percent(Part part) {
		int all = this.samples.values().stream().mapToInt(Integer::intValue).sum();
		return 100.0 * this.samples.getOrDefault(part, 0) / all;
	}

	/**
	 * Whose code it is.
	 */
	enum Part {

		CALLS("calls to the company", "io.github.wecomlogin.client.", "org.apache.hc.", "org.apache.http.",
				"org.springframework.web.client.", "org.springframework.http.client.", "me.chanjar.weixin."),

		WECOM_LOGIN("wecom-login", "io.github.wecomlogin."),

		SECURITY("Spring Security", "org.springframework.security."),

		SPRING("other Spring", "org.springframework."),

		TOMCAT("Tomcat", "org.apache.catalina.", "org.apache.coyote.", "org.apache.tomcat.", "jakarta.servlet."),

		OTHER("other libraries"),

		JDK("the JDK alone", "java.", "javax.", "jdk.", "sun.", "com.sun.");

		private final String name;

		private final List<String> packages;

		Part(String name, String... packages) {
			this.name = name;
			this.packages = List.of(packages);
		}

		private static Part of(String type) {
			return Arrays.stream(values())
				.filter((part) -> part.packages.stream().anyMatch(type::startsWith))
				.findFirst()
				.orElse(OTHER);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
