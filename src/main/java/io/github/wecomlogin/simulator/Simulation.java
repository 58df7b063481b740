package io.github.wecomlogin.simulator;

import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.wecomlogin.simulator.api.Answer;
import io.github.wecomlogin.simulator.api.Faults;
import io.github.wecomlogin.simulator.api.Parameters;
import io.github.wecomlogin.simulator.api.ServerApi;
import io.github.wecomlogin.simulator.page.CompanyPage;
import io.github.wecomlogin.simulator.page.Flow;
import io.github.wecomlogin.simulator.page.IndexPage;
import io.github.wecomlogin.simulator.page.Language;
import io.github.wecomlogin.simulator.page.Page;
import io.github.wecomlogin.simulator.page.SignInPages;
import io.github.wecomlogin.simulator.page.Step;
import io.github.wecomlogin.simulator.page.Stylesheet;

/**
 * Answers requests that no user-defined stub matches.
 */
final class Simulation implements ResponseTransformerV2 {

	static final String NAME = "simulated-wecom";

	private final ServerApi api;

	private final SignInPages pages;

	private final CompanyChanges changes;

	private final Console console;

	private final Faults faults;

	private final Answer stylesheet = Answer.stylesheet(Stylesheet.read());

	Simulation(ServerApi api, SignInPages pages, CompanyChanges changes, Console console, Faults faults) {
		this.api = api;
		this.pages = pages;
		this.changes = changes;
		this.console = console;
		this.faults = faults;
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public boolean applyGlobally() {
		return false;
	}

	@Override
	public Response transform(Response response, ServeEvent serveEvent) {
		Request request = serveEvent.getRequest();
		String path = CallCounter.pathOf(request);
		return answer(path, request).toResponse(this.faults.delayOf(path).toMillis());
	}

	private Answer answer(String path, Request request) {
		if (this.api.serves(path)) {
			return this.api.answer(path, request);
		}
		if (request.getMethod().isOneOf(RequestMethod.GET, RequestMethod.HEAD, RequestMethod.POST)) {
			if (path.equals(CompanyPage.PATH)) {
				return this.changes.answer(request);
			}
			if (this.console.serves(path)) {
				return this.console.answer(request);
			}
		}
		if (!request.getMethod().isOneOf(RequestMethod.GET, RequestMethod.HEAD)) {
			return Answer.notFound();
		}
		if (path.equals(IndexPage.PATH)) {
			return Answer.html(new IndexPage(Language.of(Parameters.of(request), request)).render());
		}
		for (Flow flow : Flow.values()) {
			if (path.equals(flow.path())) {
				return this.pages.answer(flow, null, request);
			}
			if (path.startsWith(flow.stepPath())) {
				return Step.of(path.substring(flow.stepPath().length()))
					.map((step) -> this.pages.answer(flow, step, request))
					.orElseGet(Answer::notFound);
			}
		}
		return path.equals(Page.STYLESHEET) ? this.stylesheet : Answer.notFound();
	}

}
