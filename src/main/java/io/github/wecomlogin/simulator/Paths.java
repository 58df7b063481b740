package io.github.wecomlogin.simulator;

/**
 * Paths that the simulator serves as WeCom does.
 */
final class Paths {

	static final String GETTOKEN = "/cgi-bin/gettoken";

	static final String GETUSERINFO = "/cgi-bin/auth/getuserinfo";

	static final String GETUSERDETAIL = "/cgi-bin/auth/getuserdetail";

	static final String GETUSER = "/cgi-bin/user/get";

	static final String DEPARTMENT_LIST = "/cgi-bin/department/list";

	static final String TAG_LIST = "/cgi-bin/tag/list";

	static final String TAG_GET = "/cgi-bin/tag/get";

	static final String AUTHORIZE = "/connect/oauth2/authorize";

	static final String WEB_LOGIN = "/wwlogin/sso/login";

	private Paths() {
	}

}
