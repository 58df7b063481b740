package io.github.wecomlogin.simulator;

import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import org.jspecify.annotations.Nullable;

/**
 * Changes employees for whoever tries the simulator, and tells applications as WeCom
 * does.
 */
final class CompanyDesk {

	static final String PATH = "/company";

	/**
	 * An address, or the one name that always is this machine.
	 */
	private static final Pattern SAFE_HOST = Pattern.compile("(localhost|[0-9.]+|\\[[0-9a-fA-F:.]+])(:[0-9]+)?");

	private final List<SimulatedCallback> callbacks = new CopyOnWriteArrayList<>();

	private final Company company;

	CompanyDesk(Company company) {
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
			return isFromThisPage(request) ? change(parameters, language) : Answer.forbidden();
		}
		Deed done = Deed.of(parameters.get("done"));
		return Answer.form(new CompanyPage(language, this.company).render(this.company.employees(),
				(done != null) ? done.wording : null, !this.callbacks.isEmpty()));
	}

	/**
	 * Pages of others must not press our buttons, nor such whose name somebody lets point
	 * to this machine.
	 */
	private static boolean isFromThisPage(Request request) {
		String site = request.getHeader("Sec-Fetch-Site");
		String origin = request.getHeader("Origin");
		String host = request.getHeader("Host");
		return host != null && SAFE_HOST.matcher(host).matches() && (site == null || site.equals("same-origin"))
				&& (origin == null || origin.equals("http://" + host));
	}

	private Answer change(Parameters parameters, Language language) {
		Deed deed = Deed.of(parameters.get("do"));
		Optional<Employee> employee = this.company.find(parameters.get("person", ""));
		if (deed == null || employee.isEmpty()) {
			return Answer.notFound();
		}
		try {
			this.company.update(deed.applyTo(employee.get()));
		}
		catch (NoSuchElementException ex) {
			// Removed meanwhile
			return Answer.notFound();
		}
		tell(employee.get().userId());
		return Answer.seeOther(PATH + "?lang=" + language.parameter() + "&done=" + deed.parameter());
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
				// As with WeCom, it hears of it with its next check
			}
		}
	}

	/**
	 * What can be done to an employee.
	 */
	enum Deed {

		DISABLE(Wording.DISABLE_DONE), ENABLE(Wording.ENABLE_DONE), HIDE(Wording.HIDE_DONE), SHOW(Wording.SHOW_DONE);

		private final Wording wording;

		Deed(Wording wording) {
			this.wording = wording;
		}

		static @Nullable Deed of(@Nullable String parameter) {
			for (Deed deed : values()) {
				if (deed.parameter().equals(parameter)) {
					return deed;
				}
			}
			return null;
		}

		String parameter() {
			return name().toLowerCase(Locale.ROOT);
		}

		private Employee applyTo(Employee employee) {
			return switch (this) {
				case DISABLE -> employee.withStatus(Employee.DISABLED);
				case ENABLE -> employee.withStatus(Employee.ACTIVE);
				case HIDE -> employee.withVisible(false);
				case SHOW -> employee.withVisible(true);
			};
		}

	}

}
