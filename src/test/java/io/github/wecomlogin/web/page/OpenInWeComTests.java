package io.github.wecomlogin.web.page;

import java.util.Locale;

import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.web.SiteAddress;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class OpenInWeComTests {

	private final OpenInWeCom open = new OpenInWeCom(new SiteAddress("https://portal.example.com/hr"),
			"app-scheme://open?page={url}&from=web");

	@Test
	void whenPageIsKnownThenItsAddressIsOffered() {
		OpenInWeCom.Ways ways = this.open.to(request(TestBrowser.PHONE), "/hr/page?a=1&b=%E4%BA%BA");
		assertThat(ways.address()).isEqualTo("https://portal.example.com/hr/page?a=1&b=%E4%BA%BA");
		assertThat(ways.link()).isEqualTo("app-scheme://open?page=https%3A%2F%2Fportal.example.com%2Fhr%2Fpage"
				+ "%3Fa%3D1%26b%3D%25E4%25BA%25BA&from=web");
		assertThat(ways.qrCode()).isEqualTo(QrCode.of(ways.address())).isNotNull();
	}

	@Test
	void whenNoPageIsKnownThenTheHomePageIsOffered() {
		assertThat(this.open.to(request(TestBrowser.PHONE), null).address())
			.isEqualTo("https://portal.example.com/hr/");
	}

	@Test
	void whenBrowserIsWeChatThenNoLinkIsOffered() {
		assertThat(this.open.to(request(TestBrowser.WECHAT), null).link()).isNull();
	}

	@Test
	void whenLinkIsNotConfiguredThenNoneIsOffered() {
		OpenInWeCom.Ways ways = new OpenInWeCom(new SiteAddress(null), null).to(request(TestBrowser.PHONE), "/page");
		assertThat(ways.link()).isNull();
		assertThat(ways.address()).isEqualTo("http://localhost/page");
		assertThat(OpenInWeComSection.html(ways, Locale.ENGLISH)).contains("value=\"http://localhost/page\"")
			.doesNotContain("<a ");
	}

	@Test
	void whenAddressHasMarkupThenItIsEscaped() {
		OpenInWeCom.Ways ways = new OpenInWeCom.Ways("https://a/?\"><script>x", "app://\"><script>y", null);
		assertThat(OpenInWeComSection.html(ways, Locale.CHINESE))
			.contains("&quot;&gt;&lt;script&gt;x", "&quot;&gt;&lt;script&gt;y")
			.doesNotContain("<script>x", "<script>y", "<svg");
	}

	private static MockHttpServletRequest request(String userAgent) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/login");
		request.addHeader("User-Agent", userAgent);
		return request;
	}

}
