package io.github.wecomlogin.simulator.company;

/**
 * Holds the credentials of the demo company's application, and the IDs of the people from
 * outside the company who can open its authorization pages.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class DemoApplication {

	public static final String CORP_ID = "wwdemocompany00000";

	public static final long AGENT_ID = 1000002;

	public static final String SECRET = "demo-company-secret-opens-nothing-real";

	/**
	 * Outsider with an {@code openid} and no {@code userid} (D/91023).
	 */
	public static final String OUTSIDER = "outsider";

	/**
	 * Member of a linked company, with a {@code userid} of the form {@code CorpId/userid}
	 * (D/91023).
	 */
	public static final String LINKED_CORP_MEMBER = "wwothercorp0000000/amy";

	private DemoApplication() {
	}

}
