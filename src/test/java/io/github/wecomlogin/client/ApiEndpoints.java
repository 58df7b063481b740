package io.github.wecomlogin.client;

import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.util.Deadline;

/**
 * The calls of the API, so that tests can treat them alike.
 */
enum ApiEndpoints {

	GETTOKEN("/cgi-bin/gettoken") {
		@Override
		void call(WeComClient client, Deadline deadline) {
			client.getUser("zhangsan", deadline);
		}
	},

	GETUSERINFO("/cgi-bin/auth/getuserinfo") {
		@Override
		void call(WeComClient client, Deadline deadline) {
			client.getUserInfo("code", "hr.example.com", deadline);
		}
	},

	GETUSERDETAIL("/cgi-bin/auth/getuserdetail") {
		@Override
		void call(WeComClient client, Deadline deadline) {
			client.getUserDetail("ticket", deadline);
		}
	},

	GETUSER("/cgi-bin/user/get") {
		@Override
		void call(WeComClient client, Deadline deadline) {
			client.getUser("zhangsan", deadline);
		}
	},

	AGENT_GET("/cgi-bin/agent/get") {
		@Override
		void call(WeComClient client, Deadline deadline) {
			client.getAgent(deadline);
		}
	},

	DEPARTMENT_LIST("/cgi-bin/department/list") {
		@Override
		void call(WeComClient client, Deadline deadline) {
			client.getDepartments(deadline);
		}

		@Override
		boolean isList() {
			return true;
		}
	},

	TAG_GET("/cgi-bin/tag/get") {
		@Override
		void call(WeComClient client, Deadline deadline) {
			client.getTag(7, deadline);
		}

		@Override
		boolean isList() {
			return true;
		}
	};

	private final String path;

	ApiEndpoints(String path) {
		this.path = path;
	}

	String path() {
		return this.path;
	}

	abstract void call(WeComClient client, Deadline deadline);

	/**
	 * Whether a call may be made again without spending anything twice.
	 */
	boolean onlyReads() {
		return this != GETUSERINFO && this != GETUSERDETAIL;
	}

	/**
	 * Whether the answer may be long and slow.
	 */
	boolean isList() {
		return false;
	}

	/**
	 * A store with which this is the first call that is made.
	 */
	ApplicationTokenStore store() {
		return (this == GETTOKEN) ? new InMemoryApplicationTokenStore() : TestClients.warmStore();
	}

}
