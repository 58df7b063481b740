package io.github.wecomlogin.autoconfigure.properties;

/**
 * The one company that the simulator serves. Its id and secret are public, so nothing but
 * a simulator may ever be asked with them.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class DemoCredentials {

	public static final String CORP_ID = "wwdemocompany00000";

	public static final String AGENT_ID = "1000002";

	public static final String SECRET = "demo-company-secret-opens-nothing-real";

	private DemoCredentials() {
	}

}
