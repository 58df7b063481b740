package io.github.wecomlogin.simulator.api;

/**
 * Defines the paths of WeCom that the simulator implements.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Paths {

	public static final String GETTOKEN = "/cgi-bin/gettoken";

	public static final String GETUSERINFO = "/cgi-bin/auth/getuserinfo";

	public static final String GETUSERDETAIL = "/cgi-bin/auth/getuserdetail";

	public static final String GETUSER = "/cgi-bin/user/get";

	public static final String AGENT_GET = "/cgi-bin/agent/get";

	public static final String DEPARTMENT_LIST = "/cgi-bin/department/list";

	public static final String TAG_LIST = "/cgi-bin/tag/list";

	public static final String TAG_GET = "/cgi-bin/tag/get";

	public static final String AUTHORIZE = "/connect/oauth2/authorize";

	public static final String WEB_LOGIN = "/wwlogin/sso/login";

	private Paths() {
	}

}
