package io.github.wecomlogin.client;

/**
 * Paths of the WeCom server API.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ApiPaths {

	/**
	 * Application token (D/91039).
	 */
	public static final String GETTOKEN = "/cgi-bin/gettoken";

	/**
	 * Code to identity (D/91023).
	 */
	public static final String GETUSERINFO = "/cgi-bin/auth/getuserinfo";

	/**
	 * User ticket to consented fields (D/95833).
	 */
	public static final String GETUSERDETAIL = "/cgi-bin/auth/getuserdetail";

	/**
	 * Member (D/90196).
	 */
	public static final String GETUSER = "/cgi-bin/user/get";

	/**
	 * Departments (D/90208).
	 */
	public static final String DEPARTMENT_LIST = "/cgi-bin/department/list";

	/**
	 * Members of a tag (D/90213).
	 */
	public static final String TAG_GET = "/cgi-bin/tag/get";

	private ApiPaths() {
	}

}
