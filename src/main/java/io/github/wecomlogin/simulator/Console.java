package io.github.wecomlogin.simulator;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import io.github.wecomlogin.simulator.api.Answer;
import io.github.wecomlogin.simulator.api.Parameters;
import io.github.wecomlogin.simulator.company.ConsoleField;
import io.github.wecomlogin.simulator.company.ConsoleSettings;
import io.github.wecomlogin.simulator.page.ConsolePage;
import io.github.wecomlogin.simulator.page.Language;
import io.github.wecomlogin.simulator.page.PageText;
import org.jspecify.annotations.Nullable;

/**
 * Verifies and saves what is entered on the {@link ConsolePage}: domain file (D/90315),
 * callback URL (D/90930), and the order of trusted domain and trusted IP.
 */
final class Console {

	private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9.-]+(:\\d{1,5})?|\\[::1](:\\d{1,5})?");

	private static final Pattern ADDRESSES = Pattern.compile("[0-9a-fA-F.:]+(;[0-9a-fA-F.:]+)*");

	private static final Pattern URL = Pattern.compile("https?://[^\\s/?#]+[^\\s]*");

	/**
	 * Longer than WeCom waits, for an application on a busy machine.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final String code = UUID.randomUUID().toString().replace("-", "").substring(16);

	private final LoopbackClient client = new LoopbackClient(TIMEOUT);

	private final ConsoleSettings settings;

	private final CompanyChanges changes;

	private final Clock clock;

	Console(ConsoleSettings settings, CompanyChanges changes, Clock clock) {
		this.settings = settings;
		this.changes = changes;
		this.clock = clock;
	}

	boolean serves(String path) {
		return this.settings.isFresh() && path.equals(ConsolePage.PATH);
	}

	Answer answer(Request request) {
		Parameters parameters = Parameters.of(request);
		Language language = Language.of(parameters, request);
		ConsolePage page = new ConsolePage(language, this.settings, fileName());
		if (!request.getMethod().equals(RequestMethod.POST)) {
			return Answer.form(page.render(ConsoleField.of(parameters.get("saved")), null, parameters));
		}
		Parameters form = Parameters.ofForm(request);
		ConsoleField field = ConsoleField.of(form.get("field"));
		if (!FormOrigin.isOwn(request) || field == null) {
			return Answer.forbidden();
		}
		String value = form.get("value", "").strip();
		PageText problem = problem(field, value, form);
		if (problem != null) {
			return Answer.form(page.render(field, problem, form));
		}
		this.settings.enter(field, value);
		return Answer.seeOther(ConsolePage.PATH + "?lang=" + language.parameter() + "&saved=" + field.parameter() + "#"
				+ field.parameter());
	}

	private String fileName() {
		return "WW_verify_" + this.code + ".txt";
	}

	private @Nullable PageText problem(ConsoleField field, String value, Parameters form) {
		try {
			return switch (field) {
				case TRUSTED_DOMAIN -> trustedDomain(value);
				case TRUSTED_IP -> trustedAddresses(value);
				case HOME_PAGE -> URL.matcher(value).matches() ? null : PageText.CONSOLE_URL_MALFORMED;
				case LOGIN_DOMAIN -> HOST.matcher(value).matches() ? null : PageText.CONSOLE_DOMAIN_MALFORMED;
				case CALLBACK_URL -> callback(value, form.get("token", "").strip(), form.get("key", "").strip());
			};
		}
		catch (IllegalArgumentException ex) {
			return PageText.CONSOLE_ELSEWHERE;
		}
	}

	private @Nullable PageText trustedDomain(String host) {
		if (!HOST.matcher(host).matches()) {
			return PageText.CONSOLE_DOMAIN_MALFORMED;
		}
		try {
			HttpResponse<String> file = this.client
				.send(HttpRequest.newBuilder(URI.create("http://" + host + "/" + fileName())).build());
			return (file.statusCode() == 200 && file.body().equals(this.code)) ? null
					: PageText.CONSOLE_DOMAIN_UNVERIFIED;
		}
		catch (IllegalStateException ex) {
			return PageText.CONSOLE_UNREACHABLE;
		}
	}

	private @Nullable PageText trustedAddresses(String addresses) {
		if (this.settings.get(ConsoleField.TRUSTED_DOMAIN) == null
				&& this.settings.get(ConsoleField.CALLBACK_URL) == null) {
			return PageText.CONSOLE_IP_TOO_EARLY;
		}
		return ADDRESSES.matcher(addresses).matches() ? null : PageText.CONSOLE_IP_MALFORMED;
	}

	private @Nullable PageText callback(String url, String token, String encodingAesKey) {
		if (!URL.matcher(url).matches()) {
			return PageText.CONSOLE_URL_MALFORMED;
		}
		if (!token.matches("[0-9a-zA-Z]{1,32}") || !encodingAesKey.matches("[0-9a-zA-Z]{43}")) {
			return PageText.CONSOLE_KEYS_MALFORMED;
		}
		SimulatedCallback callback = SimulatedCallback.to(url, token, encodingAesKey, this.clock, TIMEOUT);
		try {
			if (!callback.checkUrl()) {
				return PageText.CONSOLE_CALLBACK_REFUSED;
			}
		}
		catch (IllegalStateException ex) {
			return PageText.CONSOLE_UNREACHABLE;
		}
		this.changes.clear();
		this.changes.add(callback);
		return null;
	}

}
