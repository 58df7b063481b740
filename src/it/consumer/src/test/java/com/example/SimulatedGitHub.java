package com.example;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import org.springframework.test.context.DynamicPropertyRegistry;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/**
 * Signs everybody in as {@code octocat}.
 */
public final class SimulatedGitHub {

	private SimulatedGitHub() {
	}

	public static WireMockExtension extension() {
		return WireMockExtension.newInstance()
			.options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1").globalTemplating(true))
			.build();
	}

	public static void configure(WireMockExtension github, DynamicPropertyRegistry registry) {
		String registration = "spring.security.oauth2.client.registration.github.";
		registry.add(registration + "client-id", () -> "github-client");
		registry.add(registration + "client-secret", () -> "github-secret");
		String provider = "spring.security.oauth2.client.provider.github.";
		registry.add(provider + "authorization-uri", () -> github.url("/authorize"));
		registry.add(provider + "token-uri", () -> github.url("/token"));
		registry.add(provider + "user-info-uri", () -> github.url("/user"));
	}

	public static void answer(WireMockExtension github) {
		github.stubFor(get(urlPathEqualTo("/authorize")).willReturn(temporaryRedirect(
				"{{{request.query.redirect_uri}}}?code=github-code&state={{{request.query.state}}}")));
		github.stubFor(post("/token")
			.willReturn(okJson("{\"access_token\":\"github-token\",\"token_type\":\"bearer\",\"expires_in\":60}")));
		github.stubFor(get("/user").willReturn(okJson("{\"id\":1,\"login\":\"octocat\"}")));
	}

}
