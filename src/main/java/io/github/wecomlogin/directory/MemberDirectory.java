package io.github.wecomlogin.directory;

import java.util.List;

import io.github.wecomlogin.client.ApiPaths;
import io.github.wecomlogin.client.UserResponse;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.Deadline;

/**
 * Reads the members of a company through one application.
 */
public final class MemberDirectory {

	private final WeComClient client;

	/**
	 * Creates a directory.
	 * @param client the client of the application
	 */
	public MemberDirectory(WeComClient client) {
		this.client = client;
	}

	/**
	 * Reads a member.
	 * @param userId the member's id, in any case
	 * @param deadline the time limit
	 * @return the member
	 * @throws WeComApiException if the member is not visible to this application, the
	 * response is about another member, or WeCom does not answer
	 */
	public Member read(String userId, Deadline deadline) {
		UserResponse response = this.client.getUser(userId, deadline);
		if (!AsciiIds.equalsIgnoreCase(response.userId(), userId)) {
			throw new WeComApiException(ApiPaths.GETUSER, WeComError.INCOMPLETE, "userid");
		}
		return member(response);
	}

	/**
	 * Reads the members of a department, without those of the departments below it.
	 * @param departmentId the department id
	 * @param deadline the time limit
	 * @return the members that are visible to this application
	 * @throws WeComApiException if the application may not list them, or WeCom does not
	 * answer
	 */
	public List<Member> list(long departmentId, Deadline deadline) {
		return this.client.getMembers(departmentId, deadline).stream().map(MemberDirectory::member).toList();
	}

	/**
	 * Reads the members of a department and of those below it. WeCom may return only the
	 * members of the department itself, and members several times.
	 * @param departmentId the department id
	 * @param deadline the time limit
	 * @return the members that are visible to this application
	 * @throws WeComApiException if the application may not list them, they are too many,
	 * or WeCom does not answer
	 */
	public List<Member> listBelow(long departmentId, Deadline deadline) {
		return this.client.getMembersBelow(departmentId, deadline).stream().map(MemberDirectory::member).toList();
	}

	private static Member member(UserResponse response) {
		String name = (response.name() != null) ? response.name() : response.userId();
		return new Member(response.userId(), name, Member.Status.of(response.status()), response.departments(),
				response.ledDepartments(), response.mainDepartment(), response.directLeaders(), response.position());
	}

}
