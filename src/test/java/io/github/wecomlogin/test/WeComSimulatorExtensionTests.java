package io.github.wecomlogin.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Company;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

class WeComSimulatorExtensionTests {

	@BeforeEach
	void forget() {
		ExtensionUser.simulators.clear();
		ExtensionUser.running.clear();
	}

	@Test
	void whenClassesShareExtensionThenOneSimulatorUntilTheLastIsDone() {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(FirstUser.class), selectClass(SecondUser.class))
			.execute()
			.testEvents()
			.assertStatistics((statistics) -> statistics.started(4).succeeded(4));
		assertThat(ExtensionUser.simulators).hasSize(1);
		assertThat(ExtensionUser.running).hasSize(4).containsOnly(true);
		assertThat(ExtensionUser.simulators.iterator().next().wireMock().isRunning()).isFalse();
	}

	@Test
	void whenConfiguredThenEveryPropertyOfTheSimulatedCompany() {
		WeComSimulatorExtension extension = new WeComSimulatorExtension();
		Map<String, Object> properties = new LinkedHashMap<>();
		extension.configure((name, value) -> properties.put(name, value.get()));
		try (SimulatedWeCom simulator = extension.simulator()) {
			assertThat(properties).containsOnly(Map.entry("wecom.corp-id", SimulatedWeCom.CORP_ID),
					Map.entry("wecom.agent-id", SimulatedWeCom.AGENT_ID),
					Map.entry("wecom.secret", SimulatedWeCom.SECRET),
					Map.entry("wecom.endpoints.api", simulator.apiUrl()),
					Map.entry("wecom.endpoints.authorize", simulator.authorizeUrl()),
					Map.entry("wecom.endpoints.web-login", simulator.webLoginUrl()));
		}
	}

	@Test
	void whenOwnBuilderThenItsCompany() {
		WeComSimulatorExtension extension = new WeComSimulatorExtension(
				SimulatedWeCom.builder().company(Company.named("Bakery")));
		try (SimulatedWeCom simulator = extension.simulator()) {
			assertThat(simulator.company().employees()).isEmpty();
		}
	}

	static class ExtensionUser {

		static final Set<SimulatedWeCom> simulators = new HashSet<>();

		static final List<Boolean> running = new ArrayList<>();

		@RegisterExtension
		static final WeComSimulatorExtension wecom = new WeComSimulatorExtension();

		void changeWhatIsStillAsAtTheStart() {
			SimulatedWeCom simulator = wecom.simulator();
			simulators.add(simulator);
			running.add(simulator.wireMock().isRunning());
			assertThat(simulator.company().employees()).isNotEmpty();
			simulator.company().remove("zhaoliu");
			assertThat(simulator.company().employees()).hasSize(Company.demo().employees().size() - 1);
		}

	}

	static class FirstUser extends ExtensionUser {

		@Test
		void first() {
			changeWhatIsStillAsAtTheStart();
		}

		@Test
		void second() {
			changeWhatIsStillAsAtTheStart();
		}

		@Nested
		class Inner {

			@Test
			void third() {
				changeWhatIsStillAsAtTheStart();
			}

		}

	}

	static class SecondUser extends ExtensionUser {

		@Test
		void fourth() {
			changeWhatIsStillAsAtTheStart();
		}

	}

}
