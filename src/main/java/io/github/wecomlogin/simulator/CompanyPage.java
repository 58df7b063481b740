package io.github.wecomlogin.simulator;

import java.util.Collection;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The page on which whoever tries the simulator lets employees leave and come back.
 */
final class CompanyPage {

	private final Language language;

	private final Page page;

	private final Company company;

	CompanyPage(Language language, Company company) {
		this.language = language;
		this.page = new Page(language);
		this.company = company;
	}

	/**
	 * Renders the page.
	 * @param done what has just been done, or {@code null}
	 * @param isTold whether an application is told of changes
	 */
	String render(Collection<Employee> employees, @Nullable Wording done, boolean isTold) {
		String content = """
				<h1>%s</h1>
				<p class="lead">%s</p>
				%s<section>
				<ul class="people wide">
				%s</ul>
				</section>
				""".formatted(this.page.text(Wording.COMPANY_TITLE),
				this.page.text(isTold ? Wording.COMPANY_TOLD : Wording.COMPANY_NOT_TOLD),
				(done != null) ? "<p class=\"panel done\" role=\"status\">" + this.page.text(done) + "</p>\n" : "",
				employees.stream().map(this::item).collect(Collectors.joining()));
		return this.page.render(Wording.COMPANY_TITLE.in(this.language), content,
				CompanyDesk.PATH + "?lang=" + this.language.other().parameter());
	}

	private String item(Employee employee) {
		boolean active = employee.status() == Employee.ACTIVE;
		return """
				<li class="person">%s
				<form method="post" action="%s"><button class="button small">%s</button></form>
				<form method="post" action="%s"><button class="button small">%s</button></form></li>
				""".formatted(new PersonCard(Person.employee(employee), this.language, this.company).render(),
				action(employee, active ? CompanyDesk.Deed.DISABLE : CompanyDesk.Deed.ENABLE),
				this.page.text(active ? Wording.DISABLE : Wording.ENABLE),
				action(employee, employee.visible() ? CompanyDesk.Deed.HIDE : CompanyDesk.Deed.SHOW),
				this.page.text(employee.visible() ? Wording.HIDE : Wording.SHOW));
	}

	private String action(Employee employee, CompanyDesk.Deed deed) {
		return Html.escape(CompanyDesk.PATH + "?lang=" + this.language.parameter() + "&do=" + deed.parameter()
				+ "&person=" + Parameters.encode(employee.userId()));
	}

}
