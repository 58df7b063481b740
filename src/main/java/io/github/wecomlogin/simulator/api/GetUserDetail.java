package io.github.wecomlogin.simulator.api;

import java.util.LinkedHashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.common.JsonException;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Employee;
import org.jspecify.annotations.Nullable;

/**
 * Implements {@code auth/getuserdetail} (D/95833): returns the data that the member has
 * consented to.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class GetUserDetail implements ApiEndpoint {

	private static final String DEFAULT_AVATAR = "https://avatar.example.com/default/0";

	private final Company company;

	private final Credentials<Grant> tickets;

	public GetUserDetail(Company company, Credentials<Grant> tickets) {
		this.company = company;
		this.tickets = tickets;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) throws ApiError {
		if (!request.getMethod().equals(RequestMethod.POST)) {
			throw new ApiError(ApiError.INVALID_PARAMETER);
		}
		Grant grant = grant(userTicket(request));
		Employee employee = this.company.find(grant.person().id())
			.orElseThrow(() -> new ApiError(ApiError.USER_ID_NOT_FOUND));
		if (!employee.visible()) {
			throw new ApiError(ApiError.NOT_VISIBLE);
		}
		return (grant.consent() == Consent.WITH_DETAILS) ? details(employee) : withheld(employee);
	}

	private Grant grant(String ticket) throws ApiError {
		Credentials.Issued<Grant> issued = this.tickets.find(ticket)
			.orElseThrow(() -> new ApiError(ApiError.INVALID_USER_TICKET));
		if (!this.tickets.isLive(issued)) {
			throw new ApiError(ApiError.USER_TICKET_EXPIRED);
		}
		return issued.value();
	}

	private static String userTicket(Request request) throws ApiError {
		try {
			if (Json.read(request.getBodyAsString(), Object.class) instanceof Map<?, ?> body
					&& body.get("user_ticket") instanceof String ticket) {
				return ticket;
			}
		}
		catch (JsonException ex) {
			throw ApiError.withWarning(ApiError.INVALID_USER_TICKET, "Warning: wrong json format.");
		}
		throw new ApiError(ApiError.INVALID_USER_TICKET);
	}

	private static Map<String, ?> withheld(Employee employee) {
		return Map.of("userid", employee.userId(), "gender", "0", "avatar", DEFAULT_AVATAR);
	}

	private static Map<String, ?> details(Employee employee) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("userid", employee.userId());
		details.put("gender", String.valueOf(employee.gender()));
		details.put("avatar", (employee.avatar() != null) ? employee.avatar() : DEFAULT_AVATAR);
		details.put("qr_code", "https://qr.example.com/" + employee.userId());
		putIfKnown(details, "mobile", employee.mobile());
		putIfKnown(details, "email", employee.email());
		putIfKnown(details, "biz_mail", employee.bizMail());
		putIfKnown(details, "address", employee.address());
		return details;
	}

	private static void putIfKnown(Map<String, Object> details, String field, @Nullable String value) {
		if (value != null) {
			details.put(field, value);
		}
	}

}
