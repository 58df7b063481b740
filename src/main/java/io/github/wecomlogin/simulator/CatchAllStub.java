package io.github.wecomlogin.simulator;

import java.util.List;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;

/**
 * Routes all requests to the {@link Simulation}, with lower priority than user-defined
 * stubs. As a {@link MappingsSource} it survives a reset of WireMock and replaces the
 * default source, which would read mappings from the working directory.
 */
final class CatchAllStub implements MappingsSource {

	private static final int AFTER_ALL_OTHERS = 1_000_000;

	@Override
	public void loadMappingsInto(StubMappings stubMappings) {
		stubMappings.addMapping(WireMock.any(WireMock.anyUrl())
			.atPriority(AFTER_ALL_OTHERS)
			.willReturn(WireMock.aResponse().withTransformers(Simulation.NAME))
			.build());
	}

	@Override
	public void save(List<StubMapping> stubMappings) {
	}

	@Override
	public void save(StubMapping stubMapping) {
	}

	@Override
	@SuppressWarnings("removal")
	public void remove(StubMapping stubMapping) {
	}

	@Override
	public void removeAll() {
	}

}
