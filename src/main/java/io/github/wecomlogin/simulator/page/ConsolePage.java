package io.github.wecomlogin.simulator.page;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.wecomlogin.simulator.api.Parameters;
import io.github.wecomlogin.simulator.company.ConsoleField;
import io.github.wecomlogin.simulator.company.ConsoleSettings;
import io.github.wecomlogin.simulator.company.DemoApplication;
import org.jspecify.annotations.Nullable;

/**
 * Renders the console of a fresh company: the values of the application, and a form for
 * each setting.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ConsolePage {

	public static final String PATH = "/console";

	private final Language language;

	private final Page page;

	private final ConsoleSettings settings;

	private final String domainFile;

	/**
	 * Creates the page.
	 * @param domainFile the name of the file that proves ownership of the trusted domain
	 */
	public ConsolePage(Language language, ConsoleSettings settings, String domainFile) {
		this.language = language;
		this.page = new Page(language);
		this.settings = settings;
		this.domainFile = domainFile;
	}

	/**
	 * Renders the page.
	 * @param field the setting that was submitted, or {@code null}
	 * @param problem the reason why it was not saved, or {@code null} if it was
	 * @param form the submitted fields
	 */
	public String render(@Nullable ConsoleField field, @Nullable PageText problem, Parameters form) {
		String content = """
				<h1>%s</h1>
				<p class="lead">%s</p>
				<div class="panel values">
				<p>%s <code>%s</code></p>
				<p>AgentId <code>%s</code></p>
				<p>Secret <code>%s</code></p>
				</div>
				%s<section class="panel">
				<h2>%s</h2>
				<p><a href="%s">%s</a></p>
				</section>
				""".formatted(this.page.text(PageText.CONSOLE_TITLE), this.page.text(PageText.CONSOLE_LEAD),
				this.page.text(PageText.CONSOLE_CORP_ID), DemoApplication.CORP_ID, DemoApplication.AGENT_ID,
				DemoApplication.SECRET,
				Arrays.stream(ConsoleField.values())
					.map((each) -> section(each, each == field, problem, form))
					.collect(Collectors.joining()),
				this.page.text(PageText.CONSOLE_RANGE),
				Html.escape(CompanyPage.PATH + "?lang=" + this.language.parameter()),
				this.page.text(PageText.CONSOLE_RANGE_LINK));
		return this.page.render(PageText.CONSOLE_TITLE.in(this.language), content,
				PATH + "?lang=" + this.language.other().parameter());
	}

	private String section(ConsoleField field, boolean submitted, @Nullable PageText problem, Parameters form) {
		String id = field.parameter();
		String saved = this.settings.get(field);
		boolean rejected = submitted && problem != null;
		return """
				<section class="panel" id="%s">
				<h2>%s</h2>
				<p>%s</p>
				%s%s<form class="fields" method="post" action="%s#%s">
				<input type="hidden" name="field" value="%s">
				%s<button class="button small">%s</button>
				</form>
				</section>
				""".formatted(id, this.page.text(heading(field)), this.page.text(hint(field)),
				(field == ConsoleField.TRUSTED_DOMAIN)
						? "<p class=\"values\"><code>" + this.domainFile + "</code></p>\n" : "",
				message(submitted, problem), Html.escape(PATH + "?lang=" + this.language.parameter()), id, id,
				inputs(field, rejected ? form.get("value", "") : (saved != null) ? saved : "", rejected ? form : null),
				this.page.text(PageText.CONSOLE_SAVE));
	}

	private String message(boolean submitted, @Nullable PageText problem) {
		if (!submitted) {
			return "";
		}
		return (problem != null) ? "<p class=\"error\" role=\"alert\">" + this.page.text(problem) + "</p>\n"
				: "<p class=\"done\" role=\"status\">" + this.page.text(PageText.CONSOLE_SAVED) + "</p>\n";
	}

	private String inputs(ConsoleField field, String value, @Nullable Parameters rejected) {
		String input = input(label(field), "value", value);
		if (field == ConsoleField.CALLBACK_URL) {
			input += input("Token", "token", (rejected != null) ? rejected.get("token", "") : "")
					+ input("EncodingAESKey", "key", (rejected != null) ? rejected.get("key", "") : "");
		}
		return input;
	}

	private static String input(String label, String name, String value) {
		return """
				<label>%s <input name="%s" value="%s" autocomplete="off" spellcheck="false"></label>
				""".formatted(label, name, Html.escape(value));
	}

	private String label(ConsoleField field) {
		return switch (field) {
			case TRUSTED_DOMAIN, LOGIN_DOMAIN -> this.page.text(PageText.CONSOLE_DOMAIN);
			case TRUSTED_IP -> "IP";
			case HOME_PAGE, CALLBACK_URL -> "URL";
		};
	}

	private static PageText heading(ConsoleField field) {
		return switch (field) {
			case TRUSTED_DOMAIN -> PageText.CONSOLE_TRUSTED_DOMAIN;
			case TRUSTED_IP -> PageText.CONSOLE_TRUSTED_IP;
			case HOME_PAGE -> PageText.CONSOLE_HOME_PAGE;
			case LOGIN_DOMAIN -> PageText.CONSOLE_LOGIN_DOMAIN;
			case CALLBACK_URL -> PageText.CONSOLE_CALLBACK_URL;
		};
	}

	private static PageText hint(ConsoleField field) {
		return switch (field) {
			case TRUSTED_DOMAIN -> PageText.CONSOLE_TRUSTED_DOMAIN_HINT;
			case TRUSTED_IP -> PageText.CONSOLE_TRUSTED_IP_HINT;
			case HOME_PAGE -> PageText.CONSOLE_HOME_PAGE_HINT;
			case LOGIN_DOMAIN -> PageText.CONSOLE_LOGIN_DOMAIN_HINT;
			case CALLBACK_URL -> PageText.CONSOLE_CALLBACK_URL_HINT;
		};
	}

}
