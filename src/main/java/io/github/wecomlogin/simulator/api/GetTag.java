package io.github.wecomlogin.simulator.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.simulator.company.Tag;

/**
 * Implements {@code tag/get} (D/90213): returns the visible employees and departments of
 * a tag. Employees of tagged departments are not included.
 *
 * <p>
 * WeCom's response to a {@code tagid} that is not a number is undocumented; the simulator
 * returns 40068, as for an unknown tag.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class GetTag implements ApiEndpoint {

	private final Company company;

	public GetTag(Company company) {
		this.company = company;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) throws ApiError {
		String id = parameters.get("tagid");
		if (id == null) {
			throw new ApiError(ApiError.TAG_ID_MISSING);
		}
		Tag tag = find(id).orElseThrow(() -> new ApiError(ApiError.INVALID_TAG_ID));
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("tagname", tag.name());
		members.put("userlist", users(tag));
		members.put("partylist", tag.departments().stream().filter(this.company::hasDepartment).toList());
		return members;
	}

	private Optional<Tag> find(String id) {
		return this.company.tags().stream().filter((tag) -> id.equals(String.valueOf(tag.id()))).findFirst();
	}

	private List<Map<String, ?>> users(Tag tag) {
		return tag.users()
			.stream()
			.map(this.company::find)
			.flatMap(Optional::stream)
			// A user ID may be tagged several times in different case
			.distinct()
			.filter(Employee::visible)
			.<Map<String, ?>>map(GetTag::user)
			.toList();
	}

	private static Map<String, ?> user(Employee employee) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("userid", employee.userId());
		fields.put("name", employee.name());
		return fields;
	}

}
