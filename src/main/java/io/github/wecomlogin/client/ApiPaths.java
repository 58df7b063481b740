package io.github.wecomlogin.client;

/**
 * Paths of the WeCom server API.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ApiPaths {

	/**
	 * Issues the application token (D/91039).
	 */
	public static final String GETTOKEN = "/cgi-bin/gettoken";

	/**
	 * Exchanges a code for an identity (D/91023).
	 */
	public static final String GETUSERINFO = "/cgi-bin/auth/getuserinfo";

	/**
	 * Exchanges a user ticket for consented fields (D/95833).
	 */
	public static final String GETUSERDETAIL = "/cgi-bin/auth/getuserdetail";

	/**
	 * Reads a member (D/90196).
	 */
	public static final String GETUSER = "/cgi-bin/user/get";

	/**
	 * Reads the application itself (D/90227).
	 */
	public static final String AGENT_GET = "/cgi-bin/agent/get";

	/**
	 * Lists departments (D/90208).
	 */
	public static final String DEPARTMENT_LIST = "/cgi-bin/department/list";

	/**
	 * Lists the members of a tag (D/90213).
	 */
	public static final String TAG_GET = "/cgi-bin/tag/get";

	private ApiPaths() {
	}

}
