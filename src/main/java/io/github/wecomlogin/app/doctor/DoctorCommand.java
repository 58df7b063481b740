package io.github.wecomlogin.app.doctor;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import io.github.wecomlogin.autoconfigure.properties.SetUpReader;
import io.github.wecomlogin.doctor.DoctorReport;
import io.github.wecomlogin.doctor.Finding;
import io.github.wecomlogin.doctor.WeComDoctor;
import io.github.wecomlogin.store.RedisSharedStore;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.SpringProperties;

/**
 * Examines the set-up and prints a report: {@code doctor [--json] [--member=<user id>]
 * [--language=en|zh]}, with properties of the application as further options. Reads the
 * configuration as the application does, but starts neither a server nor the beans of the
 * application, so that it works with a configuration that the application refuses.
 * Nothing is logged.
 */
public final class DoctorCommand {

	/**
	 * The first argument of the application that runs this command.
	 */
	public static final String NAME = "doctor";

	/**
	 * Exit status if no check failed. There may be warnings.
	 */
	static final int SOUND = 0;

	/**
	 * Exit status if a check failed.
	 */
	static final int FAILED = 1;

	/**
	 * Exit status if the options are wrong or the configuration cannot be read.
	 */
	static final int CANNOT_RUN = 2;

	private DoctorCommand() {
	}

	/**
	 * Runs the command on the standard output, and the standard error if it cannot write
	 * JSON.
	 * @param arguments the arguments after {@value #NAME}
	 * @return the exit status: 0 if no check failed, 1 if one did, 2 if the command
	 * cannot run
	 */
	public static int run(List<String> arguments) {
		// The generated classes are those of the application, not of this command
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, Boolean.FALSE.toString());
		try (PrintStream output = stream(FileDescriptor.out); PrintStream errors = stream(FileDescriptor.err)) {
			return run(arguments, output, errors);
		}
	}

	private static PrintStream stream(FileDescriptor descriptor) {
		return new PrintStream(new FileOutputStream(descriptor), true, charset());
	}

	/**
	 * UTF-8 in a container or a pipe, whose locale often has ASCII only.
	 */
	private static Charset charset() {
		Charset charset = (System.console() != null) ? System.console().charset() : StandardCharsets.UTF_8;
		return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
	}

	static int run(List<String> arguments, PrintStream output, PrintStream errors) {
		DoctorOptions options = DoctorOptions.of(arguments);
		PrintStream reasons = options.json() ? errors : output;
		if (options.unknown() != null) {
			reasons.println(CommandTexts.in(options.locale(), "usage", options.unknown()));
			return CANNOT_RUN;
		}
		LoggingSystem logging = LoggingSystem.get(DoctorCommand.class.getClassLoader());
		logging.beforeInitialize();
		try (ConfigurableApplicationContext context = start(options.properties())) {
			DoctorReport report = examine(context, options.member());
			output.print(options.json() ? JsonReport.of(report) : TextReport.of(report, options.locale()));
			return (report.status() == Finding.Status.FAILED) ? FAILED : SOUND;
		}
		catch (RuntimeException ex) {
			// Without the message, which may quote the configuration
			reasons.println(CommandTexts.in(options.locale(), "unreadable", ex.getClass().getSimpleName()));
			return CANNOT_RUN;
		}
		finally {
			logging.cleanUp();
		}
	}

	private static ConfigurableApplicationContext start(List<String> properties) {
		SpringApplication application = new SpringApplication(DoctorConfiguration.class);
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> listener instanceof EnvironmentPostProcessorApplicationListener)
			.toList());
		application.setRegisterShutdownHook(false);
		application.setLogStartupInfo(false);
		List<String> own = List.of("--spring.main.web-application-type=" + WebApplicationType.NONE,
				"--spring.main.banner-mode=off", "--spring.main.lazy-initialization=true");
		return application.run(Stream
			.concat(properties.stream().filter((property) -> !property.startsWith("--spring.main.")), own.stream())
			.toArray(String[]::new));
	}

	private static DoctorReport examine(ConfigurableApplicationContext context, @Nullable String member) {
		return new WeComDoctor(
				() -> SetUpReader.read(context.getEnvironment(), () -> context.getBean(RedisSharedStore.class)),
				List.of(), Clock.systemUTC())
			.examine(member);
	}

}
