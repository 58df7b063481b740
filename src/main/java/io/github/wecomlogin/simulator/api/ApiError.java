package io.github.wecomlogin.simulator.api;

import java.util.Map;

/**
 * Thrown to answer a server API call with an {@code errcode} other than 0 (D/90313).
 */
final class ApiError extends Exception {

	static final int INVALID_CREDENTIAL = 40001;

	static final int INVALID_USER_ID = 40003;

	static final int INVALID_CORP_ID = 40013;

	static final int INVALID_ACCESS_TOKEN = 40014;

	static final int INVALID_CODE = 40029;

	static final int INVALID_PARAMETER = 40058;

	static final int INVALID_TAG_ID = 40068;

	static final int ACCESS_TOKEN_MISSING = 41001;

	static final int CORP_ID_MISSING = 41002;

	static final int SECRET_MISSING = 41004;

	static final int CODE_MISSING = 41008;

	static final int USER_ID_MISSING = 41009;

	static final int TAG_ID_MISSING = 41017;

	static final int ACCESS_TOKEN_EXPIRED = 42001;

	static final int NO_TRUSTED_DOMAIN = 50001;

	static final int NOT_VISIBLE = 60011;

	static final int UNTRUSTED_IP = 60020;

	static final int USER_ID_NOT_FOUND = 60111;

	static final int AGENT_ID_MISSING = 41011;

	static final int OTHER_AGENT = 301002;

	static final int DEPARTMENT_NOT_FOUND = 60123;

	static final int USER_TICKET_EXPIRED = 84014;

	static final int INVALID_USER_TICKET = 84015;

	private static final long serialVersionUID = 1L;

	private static final Map<Integer, String> MESSAGES = Map.ofEntries(Map.entry(-1, "system busy"),
			Map.entry(INVALID_CREDENTIAL, "invalid credential"), Map.entry(INVALID_USER_ID, "invalid userid"),
			Map.entry(INVALID_CORP_ID, "invalid corpid"), Map.entry(INVALID_ACCESS_TOKEN, "invalid access_token"),
			Map.entry(INVALID_CODE, "invalid code"), Map.entry(40056, "invalid agentid"),
			Map.entry(INVALID_PARAMETER, "invalid Request Parameter"), Map.entry(INVALID_TAG_ID, "invalid tagid"),
			Map.entry(40091, "secret is invalid"), Map.entry(AGENT_ID_MISSING, "missing agentid"),
			Map.entry(OTHER_AGENT, "not allow operate another agent with this accesstoken"),
			Map.entry(ACCESS_TOKEN_MISSING, "access_token missing"), Map.entry(CORP_ID_MISSING, "corpid missing"),
			Map.entry(SECRET_MISSING, "corpsecret missing"), Map.entry(CODE_MISSING, "missing code"),
			Map.entry(USER_ID_MISSING, "userid missing"), Map.entry(TAG_ID_MISSING, "tagid missing"),
			Map.entry(ACCESS_TOKEN_EXPIRED, "access_token expired"), Map.entry(42022, "code already used"),
			Map.entry(45009, "api freq out of limit"), Map.entry(45033, "concurrent api calls exceed limit"),
			Map.entry(48002, "api forbidden"), Map.entry(NO_TRUSTED_DOMAIN, "redirect_url unauthorized"),
			Map.entry(50002, "user not in permitted range"),
			Map.entry(NOT_VISIBLE, "no privilege to access/modify contact/party/agent"),
			Map.entry(UNTRUSTED_IP, "not allow to access from your ip"),
			Map.entry(60021, "userid not in visible range"), Map.entry(USER_ID_NOT_FOUND, "userid not found"),
			Map.entry(DEPARTMENT_NOT_FOUND, "department not found"),
			Map.entry(USER_TICKET_EXPIRED, "user_ticket expired"),
			Map.entry(INVALID_USER_TICKET, "invalid user_ticket"));

	private final int errorCode;

	ApiError(int errorCode) {
		this(errorCode, MESSAGES.getOrDefault(errorCode, "error"));
	}

	ApiError(int errorCode, String message) {
		// Expected in normal operation, so without a stack trace
		super(message, null, false, false);
		this.errorCode = errorCode;
	}

	static ApiError withWarning(int errorCode, String warning) {
		return new ApiError(errorCode, MESSAGES.getOrDefault(errorCode, "error") + ", " + warning);
	}

	int errorCode() {
		return this.errorCode;
	}

}
