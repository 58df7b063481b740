package io.github.wecomlogin.simulator.page;

import java.util.List;
import java.util.stream.Collectors;

import io.github.wecomlogin.simulator.api.Parameters;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Person;

/**
 * Renders the consent page of {@code snsapi_privateinfo} (D/91335).
 */
final class ConsentPage {

	private static final List<PageText> FIELDS = List.of(PageText.FIELD_MOBILE, PageText.FIELD_EMAIL,
			PageText.FIELD_BIZ_MAIL, PageText.FIELD_ADDRESS, PageText.FIELD_AVATAR, PageText.FIELD_GENDER,
			PageText.FIELD_QR_CODE);

	private final AuthorizationRequest authorization;

	private final Language language;

	private final Company company;

	private final Page page;

	ConsentPage(AuthorizationRequest authorization, Language language, Company company) {
		this.authorization = authorization;
		this.language = language;
		this.company = company;
		this.page = new Page(language);
	}

	String render(Person person) {
		String content = """
				<h1>%s</h1>
				<div class="panel">
				<p class="person">%s</p>
				<p>%s</p>
				<ul>
				%s</ul>
				</div>
				<p class="actions"><a class="button primary" href="%s">%s</a>
				<a class="button" href="%s">%s</a>
				<a class="button" href="%s">%s</a></p>
				""".formatted(this.page.text(PageText.CONSENT_TITLE),
				new PersonCard(person, this.language, this.company).render(), this.page.text(PageText.CONSENT_LEAD),
				fields(), link(Step.ALLOW, person), this.page.text(PageText.ALLOW), link(Step.WITHHOLD, person),
				this.page.text(PageText.WITHHOLD), link(Step.CANCEL, person), this.page.text(PageText.REFUSE));
		return this.page.render(PageText.CONSENT_TITLE.in(this.language), content,
				stepUrl(Step.CHOOSE, person, this.language.other()));
	}

	private String fields() {
		return FIELDS.stream().map((field) -> "<li>" + this.page.text(field) + "</li>\n").collect(Collectors.joining());
	}

	private String link(Step step, Person person) {
		return Html.escape(stepUrl(step, person, this.language));
	}

	private String stepUrl(Step step, Person person, Language language) {
		return this.authorization.step(step, language) + "&person=" + Parameters.encode(person.id());
	}

}
