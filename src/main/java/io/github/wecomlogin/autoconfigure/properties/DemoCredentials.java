package io.github.wecomlogin.autoconfigure.properties;

/**
 * Holds the credentials of the simulator's demo company. They are public and accepted
 * only together with a simulator on a loopback address.
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
