package io.github.wecomlogin.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;

/**
 * A server API that takes every code, and from some moment on does not answer to any.
 */
final class HangingApi implements AutoCloseable {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger asked = new AtomicInteger();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final HttpServer server;

	private volatile boolean hanging;

	HangingApi() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		answer("/cgi-bin/gettoken", "{\"errcode\":0,\"access_token\":\"token\",\"expires_in\":7200}");
		answer("/cgi-bin/auth/getuserinfo", "{\"errcode\":0,\"userid\":\"zhangsan\"}");
		answer("/cgi-bin/user/get", "{\"errcode\":0,\"userid\":\"zhangsan\",\"name\":\"Zhang San\",\"status\":1}");
		this.server.start();
	}

	private void answer(String path, String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		this.server.createContext(path, (exchange) -> {
			if (path.endsWith("getuserinfo")) {
				this.asked.incrementAndGet();
				awaitIfHanging();
			}
			exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
	}

	private void awaitIfHanging() {
		try {
			if (this.hanging) {
				this.closed.await();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	void hang() {
		this.hanging = true;
	}

	int asked() {
		return this.asked.get();
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
