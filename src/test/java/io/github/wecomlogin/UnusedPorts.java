package io.github.wecomlogin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback for servers that stop and start again, and for servers that are never
 * there. They lie below the range from which the system takes ports for port 0 and for
 * outgoing connections, and each JVM of the build takes them from a part of its own, so
 * that no other server or client gets such a port in the meantime.
 */
public final class UnusedPorts {

	private static final int FIRST = 12_000;

	private static final int PORTS_PER_JVM = 4_000;

	private static final int JVMS = 5;

	/**
	 * A number that differs between the JVMs of a build which run at the same time.
	 */
	private static final int FORK = Integer.getInteger("wecom-login.fork", 0);

	private UnusedPorts() {
	}

	public static int next() {
		int first = FIRST + (FORK % JVMS) * PORTS_PER_JVM;
		for (int i = 0; i < 1_000; i++) {
			int port = ThreadLocalRandom.current().nextInt(first, first + PORTS_PER_JVM);
			if (isUnused(port)) {
				return port;
			}
		}
		throw new IllegalStateException("No unused port from " + first);
	}

	private static boolean isUnused(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
