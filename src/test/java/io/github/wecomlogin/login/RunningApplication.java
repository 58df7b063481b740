package io.github.wecomlogin.login;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wecomlogin.client.ApplicationToken;
import io.github.wecomlogin.client.ApplicationTokenStore;
import io.github.wecomlogin.simulator.SimulatedWeCom;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application on a real port, with a simulated WeCom on another.
 */
final class RunningApplication implements AutoCloseable {

	private final SimulatedWeCom wecom;

	private final boolean first;

	private final ConfigurableApplicationContext context;

	RunningApplication(String... properties) {
		this(ProtectedApplication.class, properties);
	}

	RunningApplication(Class<?> application, String... properties) {
		this(SimulatedWeCom.start(), true, application, properties);
	}

	private RunningApplication(SimulatedWeCom wecom, boolean first, Class<?> application, String... properties) {
		this.wecom = wecom;
		this.first = first;
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("server.port", "0");
		all.put("server.address", "127.0.0.1");
		all.put("spring.main.banner-mode", "off");
		all.put("wecom.corp-id", SimulatedWeCom.CORP_ID);
		all.put("wecom.agent-id", SimulatedWeCom.AGENT_ID);
		all.put("wecom.secret", SimulatedWeCom.SECRET);
		all.put("wecom.endpoints.api", this.wecom.apiUrl());
		all.put("wecom.endpoints.authorize", this.wecom.authorizeUrl());
		all.put("wecom.endpoints.web-login", this.wecom.webLoginUrl());
		for (String property : properties) {
			int equals = property.indexOf('=');
			all.put(property.substring(0, equals), property.substring(equals + 1));
		}
		// As command line arguments, so that nothing on the class path overrides them
		this.context = new SpringApplicationBuilder(application).run(all.entrySet()
			.stream()
			.map((entry) -> "--" + entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new));
	}

	/**
	 * Starts one more node, which meets the same WeCom.
	 */
	RunningApplication another(Class<?> application, String... properties) {
		return new RunningApplication(this.wecom, false, application, properties);
	}

	SimulatedWeCom wecom() {
		return this.wecom;
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	String url() {
		return "http://127.0.0.1:" + port();
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	TestBrowser desktop() {
		return new TestBrowser(url(), TestBrowser.DESKTOP);
	}

	TestBrowser inWeCom() {
		return new TestBrowser(url(), TestBrowser.WECOM);
	}

	TestBrowser browser(String userAgent) {
		return new TestBrowser(url(), userAgent);
	}

	/**
	 * Signs somebody in, from the first page to the last.
	 */
	TestBrowser signedIn(TestBrowser browser, String userId) {
		this.wecom.signInAs(userId);
		int status = browser.open("/").statusCode();
		if (status != 200) {
			throw new AssertionError("Not signed in but " + status + ": " + browser.visited());
		}
		return browser;
	}

	/**
	 * Brings back the state before the first sign-in.
	 */
	void forgetToken() {
		ApplicationTokenStore store = bean(ApplicationTokenStore.class);
		String application = SimulatedWeCom.CORP_ID + "/" + SimulatedWeCom.AGENT_ID;
		ApplicationToken token = store.find(application);
		if (token != null) {
			store.remove(application, token.value());
		}
	}

	void signOut(TestBrowser browser) {
		int status = browser.post("/logout", browser.get("/csrf").body()).statusCode();
		if (status != 302) {
			throw new AssertionError("Not signed out but " + status);
		}
	}

	void reset() {
		this.wecom.reset();
		forgetToken();
		this.context.getBean(SessionRecorder.class).reset();
	}

	@Override
	public void close() {
		this.context.close();
		if (this.first) {
			this.wecom.close();
		}
	}

}
