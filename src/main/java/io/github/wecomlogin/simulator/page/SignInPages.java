package io.github.wecomlogin.simulator.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.api.Answer;
import io.github.wecomlogin.simulator.api.Consent;
import io.github.wecomlogin.simulator.api.Credentials;
import io.github.wecomlogin.simulator.api.Grant;
import io.github.wecomlogin.simulator.api.Parameters;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.People;
import io.github.wecomlogin.simulator.company.Person;
import org.jspecify.annotations.Nullable;

/**
 * Handles both authorization pages and their further steps. A sign-in ends with a
 * redirect to the application or with an error page.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInPages {

	private final AuthorizationRequestReader reader;

	private final Company company;

	private final People people;

	private final Credentials<Grant> codes;

	private final SilentSignIn silentSignIn;

	public SignInPages(AuthorizationRequestReader reader, Company company, People people, Credentials<Grant> codes,
			SilentSignIn silentSignIn) {
		this.reader = reader;
		this.company = company;
		this.people = people;
		this.codes = codes;
		this.silentSignIn = silentSignIn;
	}

	/**
	 * Answers a page or step.
	 * @param step the step, or {@code null} for the authorization page itself
	 */
	public Answer answer(Flow flow, @Nullable Step step, Request request) {
		Parameters parameters = Parameters.of(request);
		Language language = Language.of(parameters, request);
		try {
			AuthorizationRequest authorization = this.reader.read(flow, parameters);
			return (step != null) ? take(step, authorization, language) : begin(authorization, language);
		}
		catch (AuthorizationRequestError ex) {
			return Answer.html(new NoticePage(language).refused(ex));
		}
	}

	private Answer begin(AuthorizationRequest authorization, Language language) {
		if (this.silentSignIn.isCancelled()) {
			return cancel(authorization);
		}
		Optional<Person> person = this.silentSignIn.userId().flatMap(this.people::find);
		if (person.isPresent()) {
			// WeCom remembers consent for 30 days and does not ask again
			return mayGoOn(person.get(), authorization) ? grant(person.get(),
					authorization.privateInfo() ? Consent.WITH_DETAILS : Consent.NOT_ASKED, authorization)
					: Answer.html(new NoticePage(language).notPermitted(authorization));
		}
		return Answer.html(new ChoicePage(authorization, language, this.company).render(choices(authorization)));
	}

	private Answer take(Step step, AuthorizationRequest authorization, Language language) {
		if (step == Step.CANCEL) {
			return cancel(authorization);
		}
		Person person = this.people.find(authorization.parameters().get("person", "")).orElse(null);
		if (person == null || !mayGoOn(person, authorization)) {
			return Answer.html(new NoticePage(language).notPermitted(authorization));
		}
		if (!authorization.privateInfo()) {
			return grant(person, Consent.NOT_ASKED, authorization);
		}
		return switch (step) {
			case ALLOW -> grant(person, Consent.WITH_DETAILS, authorization);
			case WITHHOLD -> grant(person, Consent.WITHOUT_DETAILS, authorization);
			default -> Answer.html(new ConsentPage(authorization, language, this.company).render(person));
		};
	}

	private static boolean mayGoOn(Person person, AuthorizationRequest authorization) {
		if (authorization.privateInfo()) {
			return person.isVisibleMember();
		}
		return authorization.flow() == Flow.IN_CLIENT || !person.isOutOfRange();
	}

	private List<Person> choices(AuthorizationRequest authorization) {
		Stream<Person> employees = this.company.employees().stream().map(Person::employee);
		Stream<Person> others = (authorization.flow() == Flow.IN_CLIENT)
				? Stream.of(Person.linkedCorpMember(), Person.outsider()) : Stream.of(Person.linkedCorpMember());
		return Stream.concat(employees, others).toList();
	}

	private Answer grant(Person person, Consent consent, AuthorizationRequest authorization) {
		return Answer.redirect(authorization.callback(this.codes.issue(new Grant(person, consent))));
	}

	private static Answer cancel(AuthorizationRequest authorization) {
		return Answer.redirect(authorization.callback(null));
	}

}
