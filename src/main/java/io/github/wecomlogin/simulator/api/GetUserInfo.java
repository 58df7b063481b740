package io.github.wecomlogin.simulator.api;

import java.util.HashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.ConsoleSettings;
import io.github.wecomlogin.simulator.company.Employee;

/**
 * Implements {@code auth/getuserinfo} (D/91023, D/98176): returns the identity of a code,
 * also for members outside the visible range.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class GetUserInfo implements ApiEndpoint {

	private final Company company;

	private final ConsoleSettings console;

	private final Credentials<Grant> codes;

	private final Credentials<Grant> tickets;

	public GetUserInfo(Company company, ConsoleSettings console, Credentials<Grant> codes, Credentials<Grant> tickets) {
		this.company = company;
		this.console = console;
		this.codes = codes;
		this.tickets = tickets;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) throws ApiError {
		String code = parameters.get("code");
		if (code == null) {
			throw new ApiError(ApiError.CODE_MISSING);
		}
		if (this.console.redirectHosts(true).isEmpty()) {
			throw new ApiError(ApiError.NO_TRUSTED_DOMAIN);
		}
		Grant grant = this.codes.spend(code).orElseThrow(() -> new ApiError(ApiError.INVALID_CODE));
		Map<String, String> answer = new HashMap<>(grant.person().identity());
		if (grant.consent() != Consent.NOT_ASKED
				&& this.company.find(grant.person().id()).filter(Employee::visible).isPresent()) {
			answer.put("user_ticket", this.tickets.issue(grant));
		}
		return answer;
	}

}
