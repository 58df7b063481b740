package io.github.wecomlogin.autoconfigure;

/**
 * The one company that the simulator serves. Its id and secret are public, so nothing but
 * a simulator may ever be asked with them.
 */
final class DemoCompany {

	static final String CORP_ID = "wwdemocompany00000";

	static final String AGENT_ID = "1000002";

	static final String SECRET = "demo-company-secret-opens-nothing-real";

	private DemoCompany() {
	}

}
