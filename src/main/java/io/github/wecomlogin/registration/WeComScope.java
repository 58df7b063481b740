package io.github.wecomlogin.registration;

/**
 * What a member is asked for in WeCom's webview (D/91022).
 */
public enum WeComScope {

	/**
	 * Who the member is, without asking.
	 */
	SNSAPI_BASE("snsapi_base"),

	/**
	 * Also mobile, mail and picture, as far as the administrator ticked them and the
	 * member agrees.
	 */
	SNSAPI_PRIVATEINFO("snsapi_privateinfo");

	private final String value;

	WeComScope(String value) {
		this.value = value;
	}

	/**
	 * Returns WeCom's name of the scope.
	 * @return the value of the parameter {@code scope}
	 */
	public String value() {
		return this.value;
	}

}
