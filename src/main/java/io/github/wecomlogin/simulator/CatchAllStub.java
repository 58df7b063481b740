package io.github.wecomlogin.simulator;

import java.util.List;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;

/**
 * Hands every request to the {@link Simulation}, after stubs of the user's own. As a
 * source of mappings it survives a reset of WireMock, and keeps WireMock from reading
 * those that happen to lie in the directory it is started in.
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
