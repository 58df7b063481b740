package io.github.wecomlogin.login;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import io.github.wecomlogin.simulator.SimulatedWeCom;

/**
 * The calls that a sign-in can need.
 */
enum ApiCall {

	GETTOKEN(SimulatedWeCom.GETTOKEN),

	GETUSERINFO(SimulatedWeCom.GETUSERINFO),

	GETUSERDETAIL(SimulatedWeCom.GETUSERDETAIL),

	GETUSER(SimulatedWeCom.GETUSER),

	DEPARTMENT_LIST(SimulatedWeCom.DEPARTMENT_LIST),

	TAG_GET(SimulatedWeCom.TAG_GET);

	/**
	 * Calls that spend a code or a ticket.
	 */
	static final Set<ApiCall> SPENDING = EnumSet.of(GETUSERINFO, GETUSERDETAIL);

	/**
	 * Calls that can be made twice.
	 */
	static final Set<ApiCall> REPEATABLE = EnumSet.complementOf(EnumSet.of(GETUSERINFO, GETUSERDETAIL));

	/**
	 * Calls whose long answers are read in the background.
	 */
	static final Set<ApiCall> LISTS = EnumSet.of(DEPARTMENT_LIST, TAG_GET);

	static final Set<ApiCall> ALL = EnumSet.allOf(ApiCall.class);

	private final String path;

	ApiCall(String path) {
		this.path = path;
	}

	String path() {
		return this.path;
	}

	/**
	 * The name by which documents speak of it.
	 */
	String shortName() {
		return this.path.substring("/cgi-bin/".length());
	}

	/**
	 * The registration with which a sign-in makes this call.
	 */
	String registrationId() {
		return name().toLowerCase().replace('_', '-');
	}

	/**
	 * The call after which a sign-in makes this one.
	 */
	ApiCall previous() {
		return switch (this) {
			case GETTOKEN, GETUSERINFO -> GETTOKEN;
			case GETUSERDETAIL, GETUSER -> GETUSERINFO;
			case DEPARTMENT_LIST, TAG_GET -> GETUSER;
		};
	}

	static Set<ApiCall> but(ApiCall... calls) {
		EnumSet<ApiCall> others = EnumSet.allOf(ApiCall.class);
		others.removeAll(Arrays.asList(calls));
		return others;
	}

}
