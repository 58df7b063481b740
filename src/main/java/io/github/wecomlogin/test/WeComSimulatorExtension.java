package io.github.wecomlogin.test;

import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Provides tests with a simulated WeCom, which is reset before each test:
 *
 * <pre class="code">
 * &#64;SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
 * class SignInTests {
 *
 * 	&#64;RegisterExtension
 * 	static WeComSimulatorExtension wecom = new WeComSimulatorExtension();
 *
 * 	&#64;DynamicPropertySource
 * 	static void wecom(DynamicPropertyRegistry registry) {
 * 		wecom.configure(registry::add);
 * 	}
 *
 * 	&#64;Test
 * 	void whenOutsiderThenRefused() {
 * 		wecom.simulator().signInAs(SimulatedWeCom.OUTSIDER);
 * 		…
 * 	}
 *
 * }
 * </pre>
 *
 * <p>
 * The simulator starts on first use and stops after the last test class, so that its
 * address remains valid in cached application contexts. Classes that share a context must
 * share the extension in a common superclass and must not run concurrently.
 */
public final class WeComSimulatorExtension implements BeforeAllCallback, BeforeEachCallback {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(WeComSimulatorExtension.class);

	private final SimulatedWeCom.Builder builder;

	private @Nullable SimulatedWeCom simulator;

	/**
	 * Creates an extension whose simulator has the demo company.
	 */
	public WeComSimulatorExtension() {
		this(SimulatedWeCom.builder());
	}

	/**
	 * Creates an extension with custom settings of the simulator.
	 * @param builder the builder of the simulator
	 */
	public WeComSimulatorExtension(SimulatedWeCom.Builder builder) {
		this.builder = builder;
	}

	/**
	 * Returns the simulator.
	 * @return the running simulator, always the same instance
	 */
	public synchronized SimulatedWeCom simulator() {
		SimulatedWeCom simulator = this.simulator;
		if (simulator == null) {
			simulator = this.builder.start();
			this.simulator = simulator;
		}
		return simulator;
	}

	/**
	 * Configures an application to use the simulator: sets {@code wecom.corp-id},
	 * {@code wecom.agent-id}, {@code wecom.secret} and {@code wecom.endpoints.*}.
	 * @param properties accepts the properties, such as {@code registry::add} in a method
	 * annotated with {@code @DynamicPropertySource}
	 */
	public void configure(BiConsumer<String, Supplier<Object>> properties) {
		properties.accept("wecom.corp-id", () -> SimulatedWeCom.CORP_ID);
		properties.accept("wecom.agent-id", () -> SimulatedWeCom.AGENT_ID);
		properties.accept("wecom.secret", () -> SimulatedWeCom.SECRET);
		properties.accept("wecom.endpoints.api", () -> simulator().apiUrl());
		properties.accept("wecom.endpoints.authorize", () -> simulator().authorizeUrl());
		properties.accept("wecom.endpoints.web-login", () -> simulator().webLoginUrl());
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot().getStore(NAMESPACE).computeIfAbsent(this, (key) -> (AutoCloseable) this::close);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		simulator().reset();
	}

	private synchronized void close() {
		if (this.simulator != null) {
			this.simulator.close();
			this.simulator = null;
		}
	}

}
