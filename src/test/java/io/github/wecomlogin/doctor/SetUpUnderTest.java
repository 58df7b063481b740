package io.github.wecomlogin.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.autoconfigure.properties.SetUpReader;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SharedStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A sound set-up of a running application, in which a test makes one thing wrong before
 * it is examined: a property, WeCom, the site, the clock or the shared store.
 */
final class SetUpUnderTest implements AutoCloseable {

	static final String TOKEN = "QDG6eK";

	static final String AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

	static final String FILE = "WW_verify_7rG3kjVbXHngiald.txt";

	private final int port = UnusedPorts.next();

	private final SimulatedWeCom weCom = SimulatedWeCom.builder().trustedHosts("127.0.0.1:" + this.port).start();

	private final WireMockServer otherSite = new WireMockServer(
			WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1").http2PlainDisabled(true));

	private final ConfigurableApplicationContext application;

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private Clock clock = Clock.systemUTC();

	private Supplier<SharedStore> store = this::soundStore;

	SetUpUnderTest() {
		this.otherSite.start();
		reset();
		this.application = new SpringApplicationBuilder(ProtectedApplication.class).run(this.properties.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new));
	}

	void reset() {
		this.weCom.reset();
		this.otherSite.resetAll();
		this.clock = Clock.systemUTC();
		this.store = this::soundStore;
		this.properties.clear();
		this.variables.clear();
		this.properties.put("server.address", "127.0.0.1");
		this.properties.put("server.port", this.port);
		this.properties.put("spring.main.banner-mode", "off");
		this.properties.put("wecom.corp-id", SimulatedWeCom.CORP_ID);
		this.properties.put("wecom.agent-id", SimulatedWeCom.AGENT_ID);
		this.properties.put("wecom.secret", SimulatedWeCom.SECRET);
		this.properties.put("wecom.endpoints.api", this.weCom.apiUrl());
		this.properties.put("wecom.endpoints.authorize", this.weCom.authorizeUrl());
		this.properties.put("wecom.endpoints.web-login", this.weCom.webLoginUrl());
		// No result depends on how busy the machine is
		this.properties.put("wecom.http.connect-timeout", "1m");
		this.properties.put("wecom.http.read-timeout", "1m");
		this.properties.put("wecom.base-url", "http://127.0.0.1:" + this.port);
		this.properties.put("wecom.domain-verification", FILE);
		this.properties.put("wecom.callback.token", TOKEN);
		this.properties.put("wecom.callback.encoding-aes-key", AES_KEY);
		this.properties.put("wecom.allow.departments[0]", "1");
		this.properties.put("wecom.roles[0].role", "ADMIN");
		this.properties.put("wecom.roles[0].departments[0]", "研发部");
		this.properties.put("wecom.roles[1].role", "ON_CALL");
		this.properties.put("wecom.roles[1].tags[0]", "7");
	}

	private SharedStore soundStore() {
		return new InMemorySharedStore(this.clock);
	}

	void set(String property, Object value) {
		this.properties.put(property, value);
	}

	void setVariable(String name, Object value) {
		this.variables.put(name, value);
	}

	void remove(String property) {
		this.properties.remove(property);
	}

	SimulatedWeCom weCom() {
		return this.weCom;
	}

	/**
	 * Another server in place of the site. Answers 404 to everything unless it is told
	 * otherwise.
	 */
	WireMockServer moveToOtherSite() {
		set("wecom.base-url", "http://127.0.0.1:" + this.otherSite.port());
		return this.otherSite;
	}

	void setClock(Duration ahead) {
		this.clock = Clock.offset(Clock.systemUTC(), ahead);
	}

	void setStore(Supplier<SharedStore> store) {
		set("wecom.store", "redis");
		this.store = store;
	}

	ConfigurableApplicationContext application() {
		return this.application;
	}

	DoctorReport examine(@Nullable String userId) {
		return new WeComDoctor(this::read, List.of(), this.clock).examine(userId);
	}

	SetUp read() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.copyOf(this.properties)));
		String variables = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources()
			.replace(variables, new SystemEnvironmentPropertySource(variables, Map.copyOf(this.variables)));
		return SetUpReader.read(environment, () -> this.store.get());
	}

	@Override
	public void close() {
		this.application.close();
		this.otherSite.stop();
		this.weCom.close();
	}

}
