package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Opens every page of the application in both languages, as an anonymous visitor, a
 * refused member, a member and an administrator of the demo company. A new page belongs
 * in one of the methods below.
 */
final class PageTour {

	static final String SETUP_TOKEN = "0123456789abcdef";

	private static final Pattern CSRF_TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	private final URI site;

	private final Map<String, PageOutline> pages = new LinkedHashMap<>();

	private final Set<String> paths = new TreeSet<>();

	PageTour(int port) throws IOException, InterruptedException {
		this.site = URI.create("http://127.0.0.1:" + port);
		List<String> languages = List.of("en", "zh");
		for (String language : languages) {
			openAsAnonymousVisitor(language);
		}
		for (String language : languages) {
			openAsRefusedMember(language);
			openAsAdministrator(language);
			openAsMember(language);
		}
	}

	/**
	 * Returns what each page consists of, by name.
	 */
	Map<String, PageOutline> pages() {
		return this.pages;
	}

	/**
	 * Returns the paths that were opened with GET.
	 */
	Set<String> paths() {
		return this.paths;
	}

	private void openAsAnonymousVisitor(String language) throws IOException, InterruptedException {
		Visitor visitor = new Visitor("anonymous", language);
		visitor.open("/login");
		visitor.open("/login?error=not_visible&ref=7K3M9PQX");
		visitor.open("/login?error=unknown");
		visitor.open("/login?logout");
		visitor.open("/admin");
		visitor.open("/oauth2/authorization/none");
		visitor.open("/login/oauth2/code/wecom?code=invented&state=invented");
		visitor.open("/api/me");
		visitor.open("/wecom/callback/wecom");
		visitor.open("/assets/app.css");
		visitor.open("/favicon.ico");
		visitor.open("/actuator/health/readiness");
		visitor.open("/setup/open");
		visitor.submit("/setup/open", "/setup/open", "token", SETUP_TOKEN + "0");
		visitor.submit("/setup/open", "/setup/open", "token", SETUP_TOKEN);
		visitor.submit("/setup", "/setup/checks", "user-id", "lisi");
	}

	private void openAsRefusedMember(String language) throws IOException, InterruptedException {
		new Visitor("refused", language).signIn("sunqi");
	}

	private void openAsAdministrator(String language) throws IOException, InterruptedException {
		new Visitor("other", language).signIn("lisi");
		Visitor visitor = new Visitor("administrator", language);
		visitor.signIn("zhaoliu");
		visitor.open("/roles");
		visitor.open("/api/me");
		visitor.open("/admin");
		visitor.open("/admin/refusals");
		visitor.open("/admin/roles");
		visitor.open("/admin/search");
		visitor.open("/admin/sessions/end");
		visitor.open("/admin/roles.csv");
		visitor.submit("/admin", "/admin/search", "q", "li");
		visitor.submit("/admin", "/admin/search", "q", "nobody");
		visitor.submit("/admin", "/admin/roles", "user-id", "chenjing");
		visitor.submit("/admin", "/admin/roles", "user-id", "nobody");
		visitor.submit("/admin", "/admin/roles", "user-id", "lisi");
		visitor.submit("/admin", "/admin/sessions/end", "user-id", "lisi", "registration", "wecom");
		visitor.open("/setup");
		visitor.open("/setup/checks");
		visitor.open("/setup/callback-keys");
		visitor.submit("/setup", "/setup/checks");
		visitor.submit("/setup", "/setup/callback-keys");
		visitor.open("/missing");
		visitor.open("/error");
		visitor.submit("/", "/logout");
	}

	private void openAsMember(String language) throws IOException, InterruptedException {
		Visitor visitor = new Visitor("member", language);
		visitor.signIn("zhangsan");
		visitor.open("/roles");
		visitor.open("/admin");
	}

	/**
	 * A browser with cookies of its own.
	 */
	private final class Visitor {

		private final String name;

		private final HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.cookieHandler(new CookieManager())
			.followRedirects(HttpClient.Redirect.NORMAL)
			.connectTimeout(Duration.ofSeconds(10))
			.build();

		Visitor(String role, String language) throws IOException, InterruptedException {
			this.name = role + ", " + language + ": ";
			// As the link at the end of each page chooses a language
			open("/login?lang=" + language);
		}

		String open(String path) throws IOException, InterruptedException {
			PageTour.this.paths.add(URI.create(path).getPath());
			return note("GET " + path, get(PageTour.this.site.resolve(path)));
		}

		/**
		 * Submits a form with what its page hides in it.
		 * @param values names and values in turns
		 */
		String submit(String page, String action, String... values) throws IOException, InterruptedException {
			Matcher csrf = CSRF_TOKEN.matcher(get(PageTour.this.site.resolve(page)).body());
			StringBuilder form = new StringBuilder(csrf.find() ? "_csrf=" + encode(csrf.group(1)) : "");
			for (int i = 0; i < values.length; i += 2) {
				form.append('&').append(values[i]).append('=').append(encode(values[i + 1]));
			}
			HttpRequest request = request(PageTour.this.site.resolve(action))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.header("Origin", PageTour.this.site.toString())
				.POST(HttpRequest.BodyPublishers.ofString(form.toString()))
				.build();
			String shown = (values.length == 2) ? " " + values[1] : "";
			return note("POST " + action + shown, send(request));
		}

		void signIn(String userId) throws IOException, InterruptedException {
			HttpResponse<String> people = get(PageTour.this.site.resolve("/oauth2/authorization/wecom"));
			Matcher person = Pattern.compile("href=\"([^\"]*person=" + userId + "(?:&[^\"]*)?)\"")
				.matcher(people.body());
			assertThat(person.find()).as("a choice of persons at %s", people.uri().getPath()).isTrue();
			PageTour.this.paths.add("/");
			note("signed in as " + userId, get(people.uri().resolve(person.group(1).replace("&amp;", "&"))));
		}

		private String note(String what, HttpResponse<String> response) {
			PageTour.this.pages.put(this.name + what, PageOutline.of(response));
			return response.body();
		}

		private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
			return send(request(address).build());
		}

		private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}

		private HttpRequest.Builder request(URI address) {
			return HttpRequest.newBuilder(address)
				.header("Accept", "text/html,*/*;q=0.8")
				.timeout(Duration.ofSeconds(60));
		}

		private String encode(String value) {
			return URLEncoder.encode(value, StandardCharsets.UTF_8);
		}

	}

}
