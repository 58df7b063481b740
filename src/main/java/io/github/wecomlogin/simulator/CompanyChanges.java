package io.github.wecomlogin.simulator;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import io.github.wecomlogin.simulator.api.Answer;
import io.github.wecomlogin.simulator.api.Parameters;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.simulator.page.CompanyChange;
import io.github.wecomlogin.simulator.page.CompanyPage;
import io.github.wecomlogin.simulator.page.Language;

/**
 * Applies changes made on the {@link CompanyPage} and sends the resulting callbacks.
 */
final class CompanyChanges {

	private final List<SimulatedCallback> callbacks = new CopyOnWriteArrayList<>();

	private final Company company;

	CompanyChanges(Company company) {
		this.company = company;
	}

	void add(SimulatedCallback callback) {
		this.callbacks.add(callback);
	}

	void clear() {
		this.callbacks.clear();
	}

	Answer answer(Request request) {
		Parameters parameters = Parameters.of(request);
		Language language = Language.of(parameters, request);
		if (request.getMethod().equals(RequestMethod.POST)) {
			return FormOrigin.isOwn(request) ? make(parameters, language) : Answer.forbidden();
		}
		CompanyChange done = CompanyChange.of(parameters.get("done"));
		return Answer.form(new CompanyPage(language, this.company).render(this.company.employees(),
				(done != null) ? done.text() : null, !this.callbacks.isEmpty()));
	}

	private Answer make(Parameters parameters, Language language) {
		CompanyChange change = CompanyChange.of(parameters.get("do"));
		Optional<Employee> employee = this.company.find(parameters.get("person", ""));
		if (change == null || employee.isEmpty()) {
			return Answer.notFound();
		}
		try {
			this.company.update(change.applyTo(employee.get()));
		}
		catch (NoSuchElementException ex) {
			// Removed concurrently
			return Answer.notFound();
		}
		tell(employee.get().userId());
		return Answer.seeOther(CompanyPage.PATH + "?lang=" + language.parameter() + "&done=" + change.parameter());
	}

	private void tell(String userId) {
		boolean mayUse = this.company.find(userId)
			.filter((employee) -> employee.visible() && employee.status() == Employee.ACTIVE)
			.isPresent();
		for (SimulatedCallback callback : this.callbacks) {
			try {
				SimulatedCallback.Reply reply = mayUse ? callback.subscribe(userId) : callback.unsubscribe(userId);
				if (reply.status() != 200) {
					throw new IllegalStateException("Status " + reply.status());
				}
			}
			catch (IllegalStateException ex) {
				// Not repeated; the application learns of the change with its next check
			}
		}
	}

}
