package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with a page, as anybody would write it, and a WeCom that can be told not
 * to answer.
 */
final class HangingApplication implements AutoCloseable {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger hangingCalls = new AtomicInteger();

	private final HttpServer wecom;

	private final ConfigurableApplicationContext context;

	private volatile CountDownLatch released = new CountDownLatch(0);

	HangingApplication() throws IOException {
		this.wecom = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
		this.wecom.setExecutor(this.threads);
		answer("/cgi-bin/gettoken", "{\"errcode\":0,\"access_token\":\"token\",\"expires_in\":7200}");
		answer("/cgi-bin/auth/getuserinfo", "{\"errcode\":0,\"userid\":\"zhangsan\"}");
		answer("/cgi-bin/user/get", "{\"errcode\":0,\"userid\":\"zhangsan\",\"name\":\"Zhang San\",\"status\":1}");
		this.wecom.start();
		this.context = new SpringApplicationBuilder(Pages.class).run("--server.port=0", "--server.address=127.0.0.1",
				"--spring.main.banner-mode=off", "--wecom.corp-id=ww0123456789abcdef", "--wecom.agent-id=1000002",
				"--wecom.secret=secret-of-the-measured-application-01234567", "--wecom.http.read-timeout=2m",
				"--wecom.sign-in-timeout=2m",
				"--wecom.endpoints.api=http://127.0.0.1:" + this.wecom.getAddress().getPort());
	}

	private void answer(String path, String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		this.wecom.createContext(path, (exchange) -> {
			if (path.endsWith("getuserinfo")) {
				awaitRelease();
			}
			exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
	}

	private void awaitRelease() {
		this.hangingCalls.incrementAndGet();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.hangingCalls.decrementAndGet();
		}
	}

	void hang(boolean hanging) {
		if (hanging) {
			this.released = new CountDownLatch(1);
		}
		else {
			this.released.countDown();
		}
	}

	int hangingCalls() {
		return this.hangingCalls.get();
	}

	String url() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
	}

	@Override
	public void close() {
		this.released.countDown();
		this.context.close();
		this.wecom.stop(0);
		this.threads.shutdownNow();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Pages {

		@RestController
		static class Page {

			@GetMapping("/page")
			String page(Authentication authentication) {
				return authentication.getName();
			}

		}

	}

}
