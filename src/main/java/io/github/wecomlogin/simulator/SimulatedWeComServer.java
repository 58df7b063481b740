package io.github.wecomlogin.simulator;

import java.util.Arrays;

import io.github.wecomlogin.simulator.page.PageText;

/**
 * Runs the simulator with the demo company as a separate process:
 *
 * <pre>
 * java -cp … io.github.wecomlogin.simulator.SimulatedWeComServer --port=8090
 * </pre>
 *
 * It runs until the process is terminated, for example with SIGTERM.
 */
public final class SimulatedWeComServer {

	private static final int MAX_PORT = 65535;

	private int port = 8090;

	private String address = "127.0.0.1";

	private boolean fresh;

	private SimulatedWeComServer() {
	}

	/**
	 * Starts the simulator.
	 * @param args {@code --port=…} (8090 by default, 0 for a random port),
	 * {@code --address=…}, the address to listen on ({@code 127.0.0.1} by default), and
	 * {@code --fresh-company}, to start with nothing entered in the WeCom console, which
	 * needs a loopback address. With any other argument the process exits with status 2
	 */
	public static void main(String[] args) {
		SimulatedWeComServer server = new SimulatedWeComServer();
		try {
			Arrays.stream(args).forEach(server::take);
			server.run();
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.println(PageText.SERVER_USAGE.inBoth("\n"));
			System.exit(2);
		}
	}

	private void take(String argument) {
		String[] option = argument.split("=", 2);
		String value = (option.length == 2) ? option[1] : "";
		switch (option[0]) {
			case "--fresh-company" -> this.fresh = true;
			case "--port" -> this.port = port(value);
			case "--address" -> this.address = address(value);
			default -> throw invalid(PageText.SERVER_UNKNOWN_OPTION, option[0]);
		}
	}

	private static int port(String value) {
		if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > MAX_PORT) {
			throw invalid(PageText.SERVER_INVALID_PORT, value);
		}
		return Integer.parseInt(value);
	}

	private static String address(String value) {
		if (value.isBlank()) {
			throw invalid(PageText.SERVER_NO_ADDRESS, "--address");
		}
		return value;
	}

	private static IllegalArgumentException invalid(PageText problem, String argument) {
		return new IllegalArgumentException(problem.inBoth(" ") + ": " + argument);
	}

	private void run() {
		SimulatedWeCom.Builder builder = SimulatedWeCom.builder().port(this.port).bindAddress(this.address);
		SimulatedWeCom simulator = (this.fresh ? builder.freshCompany() : builder).start();
		Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-shutdown"));
		// The server threads keep the process alive
		System.out.printf("%s: %s on port %d%n", PageText.SERVER_RUNNING.inBoth(" "), this.address, simulator.port());
		if (this.fresh) {
			System.out.printf("%s: %s%n", PageText.SERVER_CONSOLE.inBoth(" "), simulator.consoleUrl());
		}
	}

}
