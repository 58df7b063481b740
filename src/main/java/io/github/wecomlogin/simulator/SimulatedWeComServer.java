package io.github.wecomlogin.simulator;

import java.util.Arrays;

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

	private static final String USAGE = """
			%s
			Options: --port=8090             port to listen on; 0 for a random port
			         --address=127.0.0.1     address to listen on
			选项：    --port=8090             监听端口，0 表示随机端口
			         --address=127.0.0.1     监听地址
			""";

	private static final int MAX_PORT = 65535;

	private int port = 8090;

	private String address = "127.0.0.1";

	private SimulatedWeComServer() {
	}

	/**
	 * Starts the simulator.
	 * @param args {@code --port=…} (8090 by default, 0 for a random port) and
	 * {@code --address=…}, the address to listen on ({@code 127.0.0.1} by default). With
	 * any other argument the process exits with status 2
	 */
	public static void main(String[] args) {
		SimulatedWeComServer server = new SimulatedWeComServer();
		try {
			Arrays.stream(args).forEach(server::take);
		}
		catch (IllegalArgumentException ex) {
			System.err.printf(USAGE, ex.getMessage());
			System.exit(2);
		}
		server.run();
	}

	private void take(String argument) {
		String[] option = argument.split("=", 2);
		String value = (option.length == 2) ? option[1] : "";
		switch (option[0]) {
			case "--port" -> this.port = port(value);
			case "--address" -> this.address = address(value);
			default ->
				throw new IllegalArgumentException("Unknown option '" + option[0] + "'. 未知选项“" + option[0] + "”。");
		}
	}

	private static int port(String value) {
		if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > MAX_PORT) {
			throw new IllegalArgumentException("'" + value + "' is not a valid port. “" + value + "”不是有效的端口号。");
		}
		return Integer.parseInt(value);
	}

	private static String address(String value) {
		if (value.isBlank()) {
			throw new IllegalArgumentException("The address is missing. 缺少监听地址。");
		}
		return value;
	}

	private void run() {
		SimulatedWeCom simulator = SimulatedWeCom.builder().port(this.port).bindAddress(this.address).start();
		Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-shutdown"));
		// The server threads keep the process alive
		System.out.printf("Simulated WeCom, demo company only 模拟企业微信（仅限演示企业）: %s on port %d%n", this.address,
				simulator.port());
	}

}
