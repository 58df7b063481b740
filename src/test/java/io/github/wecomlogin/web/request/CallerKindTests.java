package io.github.wecomlogin.web.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallerKind}.
 */
class CallerKindTests {

	private static final String HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Accept=*/*
			Accept=image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8
			Accept=text/event-stream
			Accept=text/css,*/*;q=0.1
			Accept=application/manifest+json,*/*;q=0.8
			Accept=application/json
			Accept=application/json, text/plain, */*
			Accept=garbage;;;
			HTML; Sec-Purpose=prefetch
			HTML; Sec-Purpose=prefetch;prerender
			HTML; Purpose=prefetch
			HTML; X-Purpose=preview
			HTML; X-Moz=prefetch
			HTML; X-Sec-Purpose=prefetch
			HTML; X-Requested-With=XMLHttpRequest
			HTML; Sec-Fetch-Mode=cors
			HTML; Sec-Fetch-Mode=no-cors; Sec-Fetch-Dest=empty
			HTML; Sec-Fetch-Mode=navigate; Sec-Fetch-Dest=iframe
			HTML; Sec-Fetch-Mode=navigate; Sec-Fetch-Dest=frame
			HTML; Sec-Fetch-Mode=navigate; Sec-Fetch-Dest=embed
			HTML; Sec-Fetch-Mode=navigate; Sec-Fetch-Dest=object
			HTML; Sec-Fetch-Dest=image
			HTML; Sec-Fetch-Mode=navigate; Sec-Fetch-Dest=document; Sec-Purpose=prefetch
			Accept=*/*; Service-Worker=script
			Upgrade=websocket
			""")
	void whenRequestIsNoNavigationThenItWantsNoPage(String headers) {
		assertThat(CallerKind.wantsPage(request("GET", headers))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			HTML
			Accept=text/html, application/xhtml+xml, image/jxr, */*
			HTML; Sec-Fetch-Mode=navigate
			HTML; Sec-Fetch-Mode=navigate; Sec-Fetch-Dest=document
			HTML; Sec-Fetch-Mode=navigate; Sec-Fetch-Dest=document; Sec-Fetch-User=?1
			HTML; X-Requested-With=com.tencent.wework
			HTML; Upgrade-Insecure-Requests=1
			HTML; Service-Worker-Navigation-Preload=true
			Upgrade=h2c
			""")
	void whenPersonOpensAPageThenItWantsAPage(String headers) {
		assertThat(CallerKind.wantsPage(request("GET", headers))).isTrue();
		assertThat(CallerKind.wantsPage(request("POST", headers))).isTrue();
	}

	@Test
	void whenNothingIsSaidAboutTheAnswerThenItWantsAPage() {
		assertThat(CallerKind.wantsPage(new MockHttpServletRequest("GET", "/"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get" })
	void whenMethodIsNotOfABrowserWindowThenItWantsNoPage(String method) {
		assertThat(CallerKind.wantsPage(request(method, "HTML"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Accept=*/* | true
			Accept=application/json | true
			Accept=application/problem+json | true
			Accept=image/avif,image/*,*/*;q=0.8 | true
			HTML | true
			X-Requested-With=XMLHttpRequest; Accept=text/html | true
			Purpose=prefetch | true
			Accept=text/event-stream | false
			Accept=text/html | false
			Accept=image/png | false
			Accept=garbage;;; | false
			""")
	void whenJsonIsAcceptedThenProblemMayBeTold(String headers, boolean accepts) {
		assertThat(CallerKind.acceptsProblem(request("GET", headers))).isEqualTo(accepts);
	}

	private static MockHttpServletRequest request(String method, String headers) {
		MockHttpServletRequest request = new MockHttpServletRequest(method, "/page");
		for (String header : headers.split("; ")) {
			int equals = header.indexOf('=');
			if (header.equals("HTML")) {
				request.addHeader("Accept", HTML);
			}
			else {
				request.addHeader(header.substring(0, equals), header.substring(equals + 1));
			}
		}
		return request;
	}

}
