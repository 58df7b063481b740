package io.github.wecomlogin.simulator.page;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.wecomlogin.simulator.api.Parameters;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Person;

/**
 * Renders the authorization page, which lists the people to sign in as.
 */
final class ChoicePage {

	private final AuthorizationRequest authorization;

	private final Language language;

	private final Page page;

	private final Company company;

	ChoicePage(AuthorizationRequest authorization, Language language, Company company) {
		this.authorization = authorization;
		this.language = language;
		this.page = new Page(language);
		this.company = company;
	}

	String render(Collection<Person> people) {
		PageText title = (this.authorization.flow() == Flow.IN_CLIENT) ? PageText.TITLE_IN_CLIENT
				: PageText.TITLE_WEB_LOGIN;
		Predicate<Person> isEmployee = (person) -> person.employee() != null;
		String content = """
				<h1>%s</h1>
				<p class="lead">%s</p>
				%s%s<p class="actions"><a class="button" href="%s">%s</a></p>
				<p class="target">%s <code>%s</code></p>
				<p class="target"><a href="%s">%s</a></p>
				""".formatted(this.page.text(title), this.page.text(PageText.CHOOSE),
				section(PageText.EMPLOYEES, people.stream().filter(isEmployee).toList()),
				section(PageText.OTHERS, people.stream().filter(isEmployee.negate()).toList()),
				Html.escape(this.authorization.step(Step.CANCEL, this.language)), this.page.text(PageText.CANCEL),
				this.page.text(PageText.RETURNS_TO), Html.escape(this.authorization.redirectUri().getRawAuthority()),
				Html.escape(CompanyPage.PATH + "?lang=" + this.language.parameter()),
				this.page.text(PageText.COMPANY_LINK));
		return this.page.render(title.in(this.language), content, this.authorization.page(this.language.other()));
	}

	private String section(PageText heading, List<Person> people) {
		return """
				<section>
				<h2>%s</h2>
				<ul class="people">
				%s</ul>
				</section>
				""".formatted(this.page.text(heading), people.stream().map(this::item).collect(Collectors.joining()));
	}

	private String item(Person person) {
		PersonCard card = new PersonCard(person, this.language, this.company);
		return """
				<li><a class="person" href="%s">%s</a></li>
				""".formatted(Html
			.escape(this.authorization.step(Step.CHOOSE, this.language) + "&person=" + Parameters.encode(person.id())),
				card.render());
	}

}
