package io.github.wecomlogin.simulator;

import java.util.Arrays;

/**
 * The simulator as a process of its own, with the demo company in it and nothing else:
 *
 * <pre>
 * java -cp … io.github.wecomlogin.simulator.SimulatedWeComServer --port=8090
 * </pre>
 *
 * It runs until the process is told to end, by SIGTERM for example.
 */
public final class SimulatedWeComServer {

	private static final String USAGE = """
			%s
			Options: --port=8090             port to listen on, 0 for any free one
			         --address=127.0.0.1     address to listen on
			选项：    --port=8090             监听端口，0 表示任意空闲端口
			         --address=127.0.0.1     监听地址
			""";

	private static final int MAX_PORT = 65535;

	private int port = 8090;

	private String address = "127.0.0.1";

	private SimulatedWeComServer() {
	}

	/**
	 * Starts the simulator.
	 * @param args {@code --port=…} (8090 by default, 0 for any free port) and
	 * {@code --address=…}, the address to listen on ({@code 127.0.0.1} by default). With
	 * any other argument the process ends with status 2
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
			default -> throw new IllegalArgumentException(
					"There is no option '" + option[0] + "'. 没有“" + option[0] + "”这个选项。");
		}
	}

	private static int port(String value) {
		if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > MAX_PORT) {
			throw new IllegalArgumentException("'" + value + "' is no port. “" + value + "”不是端口号。");
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
		// Its threads keep the process alive
		System.out.printf("Simulated WeCom, demo company only 模拟企业微信（仅演示公司）: %s on port %d%n", this.address,
				simulator.port());
	}

}
