package io.github.wecomlogin.simulator.page;

import java.util.Collection;
import java.util.stream.Collectors;

import io.github.wecomlogin.simulator.api.Parameters;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.simulator.company.Person;
import org.jspecify.annotations.Nullable;

/**
 * Renders the page that simulates leavers and returners: employees can be disabled and
 * enabled, and removed from and added to the visible range.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class CompanyPage {

	public static final String PATH = "/company";

	private final Language language;

	private final Page page;

	private final Company company;

	public CompanyPage(Language language, Company company) {
		this.language = language;
		this.page = new Page(language);
		this.company = company;
	}

	/**
	 * Renders the page.
	 * @param done the confirmation of the last change, or {@code null}
	 * @param isTold whether an application receives events
	 */
	public String render(Collection<Employee> employees, @Nullable PageText done, boolean isTold) {
		String content = """
				<h1>%s</h1>
				<p class="lead">%s</p>
				%s<section>
				<ul class="people wide">
				%s</ul>
				</section>
				""".formatted(this.page.text(PageText.COMPANY_TITLE),
				this.page.text(isTold ? PageText.COMPANY_TOLD : PageText.COMPANY_NOT_TOLD),
				(done != null) ? "<p class=\"panel done\" role=\"status\">" + this.page.text(done) + "</p>\n" : "",
				employees.stream().map(this::item).collect(Collectors.joining()));
		return this.page.render(PageText.COMPANY_TITLE.in(this.language), content,
				PATH + "?lang=" + this.language.other().parameter());
	}

	private String item(Employee employee) {
		boolean active = employee.status() == Employee.ACTIVE;
		return """
				<li class="person">%s
				<form method="post" action="%s"><button class="button small">%s</button></form>
				<form method="post" action="%s"><button class="button small">%s</button></form></li>
				""".formatted(new PersonCard(Person.employee(employee), this.language, this.company).render(),
				action(employee, active ? CompanyChange.DISABLE : CompanyChange.ENABLE),
				this.page.text(active ? PageText.DISABLE : PageText.ENABLE),
				action(employee, employee.visible() ? CompanyChange.HIDE : CompanyChange.SHOW),
				this.page.text(employee.visible() ? PageText.HIDE : PageText.SHOW));
	}

	private String action(Employee employee, CompanyChange change) {
		return Html.escape(PATH + "?lang=" + this.language.parameter() + "&do=" + change.parameter() + "&person="
				+ Parameters.encode(employee.userId()));
	}

}
