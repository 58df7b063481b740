package io.github.wecomlogin.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SiteAddress}.
 */
class SiteAddressTests {

	@ParameterizedTest
	@CsvSource({ "https://h/admin,'',/admin/admin,/admin/admin", "https://h/admin,'',/admin/admin/x?y,/admin/admin/x?y",
			"https://h/admin,'',/admin/page,/admin/page", "https://h/admin,/app,/admin/app/x,/admin/app/x",
			"https://h/admin,/admin,/admin/admin,/admin/admin", "https://h/admin,'',/admin,/admin/",
			"https://h/admin,/app,,/admin/", "https://h,/app,/app/x,/app/x", "https://h,/app,/x,/x",
			"https://h,/app,,/", "https://h,'',/x,/x" })
	void whenRedirectedToAReturnTargetThenItIsKept(String baseUrl, String contextPath, String target, String expected) {
		SiteAddress site = new SiteAddress(baseUrl);
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setContextPath(contextPath);
		assertThat(site.ofRedirect(request, site.toReturnTarget(request, target))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "'',/x,/x", "/hr,/hr/x,/hr/x", "/hr,/hr/hr,/hr/hr", "/hr,/hr,/hr/", "/hr,,/hr/", "'',,/" })
	void whenNoAddressIsFixedThenTheLocationIsComplete(String contextPath, String target, String expected) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setContextPath(contextPath);
		assertThat(new SiteAddress(null).toReturnTarget(request, target)).isEqualTo(expected);
	}

	@Test
	void whenHostAndPortReadTheSameTogetherThenTheyStillDiffer() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setServerName("10.0.0.180");
		request.setServerPort(81);
		SiteAddress site = new SiteAddress(null);
		assertThat(site.isOwn(request, "http://10.0.0.1:8081")).isFalse();
		assertThat(site.isOwn(request, "http://10.0.0.180:81")).isTrue();
	}

}
