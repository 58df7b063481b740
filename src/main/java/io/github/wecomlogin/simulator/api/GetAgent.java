package io.github.wecomlogin.simulator.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.ConsoleField;
import io.github.wecomlogin.simulator.company.ConsoleSettings;
import io.github.wecomlogin.simulator.company.DemoApplication;
import io.github.wecomlogin.simulator.company.Employee;

/**
 * Implements {@code agent/get} (D/90227): returns the application itself. Its visible
 * range names the visible employees.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class GetAgent implements ApiEndpoint {

	private final Company company;

	private final ConsoleSettings console;

	public GetAgent(Company company, ConsoleSettings console) {
		this.company = company;
		this.console = console;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) throws ApiError {
		String id = parameters.get("agentid");
		if (id == null) {
			throw new ApiError(ApiError.AGENT_ID_MISSING);
		}
		if (!id.equals(String.valueOf(DemoApplication.AGENT_ID))) {
			throw new ApiError(ApiError.OTHER_AGENT);
		}
		Map<String, Object> agent = new LinkedHashMap<>();
		agent.put("agentid", DemoApplication.AGENT_ID);
		agent.put("name", "Demo");
		agent.put("description", "");
		agent.put("allow_userinfos",
				Map.of("user",
						this.company.employees()
							.stream()
							.filter(Employee::visible)
							.map((employee) -> Map.of("userid", employee.userId()))
							.toList()));
		agent.put("allow_partys", Map.of("partyid", List.of()));
		agent.put("allow_tags", Map.of("tagid", List.of()));
		agent.put("close", 0);
		agent.put("redirect_domain", entered(ConsoleField.TRUSTED_DOMAIN));
		agent.put("report_location_flag", 0);
		agent.put("isreportenter", 0);
		agent.put("home_url", entered(ConsoleField.HOME_PAGE));
		return agent;
	}

	private String entered(ConsoleField field) {
		return Objects.requireNonNullElse(this.console.get(field), "");
	}

}
