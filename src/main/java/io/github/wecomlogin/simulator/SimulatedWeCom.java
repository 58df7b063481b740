package io.github.wecomlogin.simulator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.global.GlobalSettings;
import io.github.wecomlogin.simulator.api.AccessTokens;
import io.github.wecomlogin.simulator.api.ApiEndpoint;
import io.github.wecomlogin.simulator.api.Consent;
import io.github.wecomlogin.simulator.api.Credentials;
import io.github.wecomlogin.simulator.api.Faults;
import io.github.wecomlogin.simulator.api.GetAgent;
import io.github.wecomlogin.simulator.api.GetTag;
import io.github.wecomlogin.simulator.api.GetToken;
import io.github.wecomlogin.simulator.api.GetUser;
import io.github.wecomlogin.simulator.api.GetUserDetail;
import io.github.wecomlogin.simulator.api.GetUserInfo;
import io.github.wecomlogin.simulator.api.Grant;
import io.github.wecomlogin.simulator.api.ListDepartments;
import io.github.wecomlogin.simulator.api.ListMembers;
import io.github.wecomlogin.simulator.api.ListTags;
import io.github.wecomlogin.simulator.api.Paths;
import io.github.wecomlogin.simulator.api.ServerApi;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.ConsoleSettings;
import io.github.wecomlogin.simulator.company.DemoApplication;
import io.github.wecomlogin.simulator.company.People;
import io.github.wecomlogin.simulator.page.AuthorizationRequestReader;
import io.github.wecomlogin.simulator.page.CompanyPage;
import io.github.wecomlogin.simulator.page.ConsolePage;
import io.github.wecomlogin.simulator.page.IndexPage;
import io.github.wecomlogin.simulator.page.PageText;
import io.github.wecomlogin.simulator.page.SignInPages;
import io.github.wecomlogin.simulator.page.SilentSignIn;
import io.github.wecomlogin.simulator.page.TrustedHosts;
import org.jspecify.annotations.Nullable;

/**
 * Simulates WeCom on a local port: both authorization pages and the server API calls of a
 * sign-in. Supports a single fictional company and rejects all others. Thread-safe.
 *
 * <p>
 * All settings can be changed at run time; {@link #reset()} restores the initial state.
 */
public final class SimulatedWeCom implements AutoCloseable {

	/**
	 * Corp ID of the demo company, the only one supported.
	 */
	public static final String CORP_ID = DemoApplication.CORP_ID;

	/**
	 * AgentId of the application of the demo company.
	 */
	public static final long AGENT_ID = DemoApplication.AGENT_ID;

	/**
	 * Secret of the application of the demo company.
	 */
	public static final String SECRET = DemoApplication.SECRET;

	/**
	 * ID of an outsider, for whom {@code auth/getuserinfo} returns an {@code openid} and
	 * no {@code userid} (D/91023).
	 */
	public static final String OUTSIDER = DemoApplication.OUTSIDER;

	/**
	 * ID of a member of a linked company, whose {@code userid} has the form
	 * {@code CorpId/userid} (D/91023).
	 */
	public static final String LINKED_CORP_MEMBER = DemoApplication.LINKED_CORP_MEMBER;

	/**
	 * Path of {@code gettoken} (D/91039).
	 */
	public static final String GETTOKEN = Paths.GETTOKEN;

	/**
	 * Path of {@code auth/getuserinfo} (D/91023).
	 */
	public static final String GETUSERINFO = Paths.GETUSERINFO;

	/**
	 * Path of {@code auth/getuserdetail} (D/95833).
	 */
	public static final String GETUSERDETAIL = Paths.GETUSERDETAIL;

	/**
	 * Path of {@code user/get} (D/90196).
	 */
	public static final String GETUSER = Paths.GETUSER;

	/**
	 * Path of {@code user/list} (D/96260).
	 */
	public static final String USER_LIST = Paths.USER_LIST;

	/**
	 * Path of {@code agent/get} (D/90227).
	 */
	public static final String AGENT_GET = Paths.AGENT_GET;

	/**
	 * Path of {@code department/list} (D/90208).
	 */
	public static final String DEPARTMENT_LIST = Paths.DEPARTMENT_LIST;

	/**
	 * Path of {@code tag/list} (D/90216).
	 */
	public static final String TAG_LIST = Paths.TAG_LIST;

	/**
	 * Path of {@code tag/get} (D/90213).
	 */
	public static final String TAG_GET = Paths.TAG_GET;

	/**
	 * Path of the authorization page inside WeCom (D/91022).
	 */
	public static final String AUTHORIZE = Paths.AUTHORIZE;

	/**
	 * Path of the web login page (D/98152).
	 */
	public static final String WEB_LOGIN = Paths.WEB_LOGIN;

	/**
	 * Number of server threads, sufficient for delayed responses not to block others.
	 */
	private static final int CONTAINER_THREADS = 64;

	private static final Duration CALLBACK_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration CODE_LIFETIME = Duration.ofMinutes(5);

	private static final Duration TICKET_LIFETIME = Duration.ofSeconds(1800);

	private final Clock clock;

	private final Company company;

	private final Company companyAtStart;

	private final People people;

	private final AccessTokens tokens;

	private final Credentials<Grant> codes;

	private final Credentials<Grant> tickets;

	private final CompanyChanges changes;

	private final ConsoleSettings settings;

	private final SilentSignIn silentSignIn = new SilentSignIn();

	private final AtomicBoolean departmentNamesHidden = new AtomicBoolean();

	private final Faults faults = new Faults();

	private final CallCounter calls = new CallCounter();

	private final ServerApi api;

	private final WireMockServer wireMock;

	private SimulatedWeCom(Builder builder) {
		this.clock = builder.clock;
		this.company = builder.company;
		this.companyAtStart = builder.company.copy();
		this.people = new People(this.company);
		this.changes = new CompanyChanges(this.company);
		this.tokens = new AccessTokens(builder.clock);
		this.codes = new Credentials<>(builder.clock, CODE_LIFETIME, "simulated-code-", 58);
		this.tickets = new Credentials<>(builder.clock, TICKET_LIFETIME, "simulated-ticket-", 86);
		this.settings = builder.fresh ? ConsoleSettings.fresh() : ConsoleSettings.complete(builder.trustedHosts);
		this.api = new ServerApi(endpoints(builder.clock), this.faults, builder.clock);
		SignInPages pages = new SignInPages(new AuthorizationRequestReader(new TrustedHosts(this.settings)),
				this.company, this.people, this.codes, this.silentSignIn);
		Console console = new Console(this.settings, this.changes, builder.clock);
		this.wireMock = new WireMockServer(WireMockConfiguration.options()
			.port(builder.port)
			.bindAddress(builder.bindAddress)
			.httpServerFactory(new ClosedJetty())
			.containerThreads(CONTAINER_THREADS)
			// Java clients would upgrade to cleartext HTTP/2, which WeCom does not
			// support
			.http2PlainDisabled(true)
			.disableRequestJournal()
			.notifier(new SilentNotifier())
			.mappingSource(new CatchAllStub())
			.extensions(this.calls, new Simulation(this.api, pages, this.changes, console, this.faults)));
	}

	private Map<String, ApiEndpoint> endpoints(Clock clock) {
		Map<String, ApiEndpoint> endpoints = new LinkedHashMap<>();
		endpoints.put(GETUSERINFO, new GetUserInfo(this.company, this.settings, this.codes, this.tickets));
		endpoints.put(GETUSERDETAIL, new GetUserDetail(this.company, this.tickets));
		endpoints.put(GETUSER, new GetUser(this.company));
		endpoints.put(USER_LIST, new ListMembers(this.company));
		endpoints.put(AGENT_GET, new GetAgent(this.company, this.settings));
		endpoints.put(DEPARTMENT_LIST, new ListDepartments(this.company, this.departmentNamesHidden));
		endpoints.put(TAG_LIST, new ListTags(this.company));
		endpoints.put(TAG_GET, new GetTag(this.company));
		endpoints.replaceAll((path, endpoint) -> endpoint.withToken(this.tokens, this.settings));
		endpoints.put(GETTOKEN, new GetToken(this.tokens, clock));
		return endpoints;
	}

	/**
	 * Starts a simulator with the demo company on a free port of the loopback interface.
	 * @return the running simulator
	 */
	public static SimulatedWeCom start() {
		return builder().start();
	}

	/**
	 * Returns a builder with the settings of {@link #start()}.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns the port of the simulator.
	 * @return the port
	 */
	public int port() {
		return this.wireMock.port();
	}

	/**
	 * Returns the base URL of the server API, for {@code wecom.endpoints.api}.
	 * @return the URL, without a trailing slash
	 */
	public String apiUrl() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * Returns the URL of the authorization page inside WeCom (D/91022), for
	 * {@code wecom.endpoints.authorize}.
	 * @return the URL, without parameters
	 */
	public String authorizeUrl() {
		return apiUrl() + AUTHORIZE;
	}

	/**
	 * Returns the URL of the web login page (D/98152), for
	 * {@code wecom.endpoints.web-login}.
	 * @return the URL, without parameters
	 */
	public String webLoginUrl() {
		return apiUrl() + WEB_LOGIN;
	}

	/**
	 * Makes both authorization pages redirect immediately with a code for a person, as a
	 * real client does with {@code snsapi_base}. Persons whom WeCom rejects, such as an
	 * employee outside the visible range on the web login page, still get the error page.
	 * @param personId a user id, {@link #OUTSIDER} or {@link #LINKED_CORP_MEMBER}, or
	 * {@code null} to show the list of people again
	 * @throws IllegalArgumentException if there is no such person
	 */
	public void signInAs(@Nullable String personId) {
		this.silentSignIn.userId((personId != null) ? this.people.get(personId).id() : null);
	}

	/**
	 * Makes both authorization pages redirect immediately as if the sign-in had been
	 * cancelled: with the state but no code (D/91019).
	 * @param cancel whether to cancel sign-ins
	 */
	public void cancelSignIns(boolean cancel) {
		this.silentSignIn.cancelled(cancel);
	}

	/**
	 * Issues a code as with {@code snsapi_base} or the web login, without visiting a
	 * page. The code can be used once, within five minutes (D/91023).
	 * @param personId a user id, {@link #OUTSIDER} or {@link #LINKED_CORP_MEMBER}
	 * @return the code
	 * @throws IllegalArgumentException if there is no such person
	 */
	public String issueCode(String personId) {
		return this.codes.issue(new Grant(this.people.get(personId), Consent.NOT_ASKED));
	}

	/**
	 * Invalidates all issued application tokens. Calls with one fail with 40014, and
	 * {@code gettoken} issues a new token.
	 */
	public void withdrawTokens() {
		this.tokens.withdraw();
	}

	/**
	 * Sets the lifetime of new application tokens, 7200 seconds by default (D/91039). A
	 * currently valid token keeps its expiry and is still returned by {@code gettoken}.
	 * @param lifetime the lifetime, in whole seconds
	 */
	public void tokenLifetime(Duration lifetime) {
		this.tokens.lifetime(lifetime);
	}

	/**
	 * Makes {@code department/list} omit department names, as for an agency-developed
	 * application without permission to read them (D/90208).
	 * @param hide whether to omit the names
	 */
	public void hideDepartmentNames(boolean hide) {
		this.departmentNamesHidden.set(hide);
	}

	/**
	 * Creates a sender of callbacks to an application (D/90930).
	 * @param url the callback URL of the application on this machine, such as
	 * {@code http://127.0.0.1:8080/wecom/callback/wecom}
	 * @param token the Token configured in the application
	 * @param encodingAesKey the EncodingAESKey configured in the application
	 * @return the sender
	 * @throws IllegalArgumentException if the host is not a loopback address
	 */
	public SimulatedCallback callback(String url, String token, String encodingAesKey) {
		return SimulatedCallback.to(url, token, encodingAesKey, this.clock, CALLBACK_TIMEOUT);
	}

	/**
	 * Returns the URL of the start page.
	 * @return the URL
	 */
	public String indexUrl() {
		return apiUrl() + IndexPage.PATH;
	}

	/**
	 * Returns the URL of the page that simulates leavers and returners.
	 * @return the URL
	 */
	public String companyUrl() {
		return apiUrl() + CompanyPage.PATH;
	}

	/**
	 * Returns the URL of the console, which only a {@linkplain Builder#freshCompany()
	 * fresh company} has.
	 * @return the URL
	 */
	public String consoleUrl() {
		return apiUrl() + ConsolePage.PATH;
	}

	/**
	 * Sends callbacks to an application for changes made on the page of
	 * {@link #companyUrl()}. Changes made through {@link #company()} send no callbacks.
	 * @param callback the sender of callbacks
	 */
	public void tell(SimulatedCallback callback) {
		this.changes.add(callback);
	}

	/**
	 * Makes all calls of a path fail. Failed calls do not use up codes or tickets.
	 * @param path a path of the server API, such as {@link #GETUSER}
	 * @param errorCode the {@code errcode} (D/90313), or 0 to stop failing
	 * @throws IllegalArgumentException if the server API has no such path
	 */
	public void fail(String path, int errorCode) {
		this.faults.fail(requireApiPath(path), errorCode);
	}

	/**
	 * Makes the next call of a path fail. Repeated invocations apply to subsequent calls,
	 * one each. Failed calls do not use up codes or tickets.
	 * @param path a path of the server API, such as {@link #GETUSER}
	 * @param errorCode the {@code errcode} (D/90313)
	 * @throws IllegalArgumentException if the server API has no such path
	 */
	public void failNext(String path, int errorCode) {
		this.faults.failNext(requireApiPath(path), errorCode);
	}

	/**
	 * Delays the responses of a path. The call itself is processed immediately, so a code
	 * is used up even if the caller times out.
	 * @param path a path of the server API, or one of the authorization pages
	 * @param delay the delay, or zero for none
	 */
	public void delay(String path, Duration delay) {
		this.faults.delay(path, delay);
	}

	/**
	 * Returns the number of calls of a path since the start or the last {@link #reset()},
	 * including failed calls.
	 * @param path the path, such as {@link #GETTOKEN}
	 * @return the number of calls
	 */
	public int calls(String path) {
		return this.calls.callsOf(path);
	}

	/**
	 * Returns the simulated company, which can be changed at any time.
	 * @return the company
	 */
	public Company company() {
		return this.company;
	}

	/**
	 * Restores the initial state: company, console, department names, codes, tickets,
	 * tokens, faults, call counts, stubs and callbacks. The port and clock are kept.
	 */
	public void reset() {
		this.wireMock.resetAll();
		this.wireMock.updateGlobalSettings(GlobalSettings.defaults());
		this.company.restore(this.companyAtStart);
		this.departmentNamesHidden.set(false);
		this.silentSignIn.userId(null);
		this.silentSignIn.cancelled(false);
		this.changes.clear();
		this.settings.reset();
		this.faults.clear();
		this.codes.clear();
		this.tickets.clear();
		this.tokens.withdraw();
		this.tokens.lifetime(AccessTokens.USUAL_LIFETIME);
		this.calls.clear();
	}

	/**
	 * Returns the underlying server, for user-defined stubs, which take precedence over
	 * the simulator. The admin API and the request journal are disabled.
	 * @return the server
	 */
	public WireMockServer wireMock() {
		return this.wireMock;
	}

	/**
	 * Stops the simulator. Has no effect if it is already stopped.
	 */
	@Override
	public void close() {
		this.wireMock.stop();
	}

	private String requireApiPath(String path) {
		if (!this.api.serves(path)) {
			throw new IllegalArgumentException("The server API has no path '" + path + "'");
		}
		return path;
	}

	/**
	 * Builds a simulator.
	 */
	public static final class Builder {

		private static final int FURTHER_PORTS = 10;

		private int port;

		private int furtherPorts;

		private String bindAddress = "127.0.0.1";

		private Clock clock = Clock.systemUTC();

		private Company company = Company.demo();

		private final List<String> trustedHosts = new ArrayList<>();

		private boolean fresh;

		private Builder() {
		}

		/**
		 * Sets the port to listen on.
		 * @param port the port; 0 (the default) for a random one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			this.furtherPorts = 0;
			return this;
		}

		/**
		 * Sets the first of ten consecutive ports to try. If all are in use, a random one
		 * is used.
		 * @param port the first port
		 * @return this builder
		 */
		public Builder firstFreePort(int port) {
			this.port = port;
			this.furtherPorts = FURTHER_PORTS;
			return this;
		}

		/**
		 * Sets the address to listen on.
		 * @param bindAddress the address, {@code 127.0.0.1} by default
		 * @return this builder
		 */
		public Builder bindAddress(String bindAddress) {
			this.bindAddress = bindAddress;
			return this;
		}

		/**
		 * Sets the clock for the expiry of tokens, codes and tickets.
		 * @param clock the clock, the system clock by default
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Sets the company. Its corp ID is always {@link SimulatedWeCom#CORP_ID}.
		 * @param company the company, {@link Company#demo()} by default
		 * @return this builder
		 */
		public Builder company(Company company) {
			this.company = company;
			return this;
		}

		/**
		 * Adds trusted domains (可信域名) of the application to {@code localhost},
		 * {@code 127.0.0.1} and {@code [::1]}. The authorization pages redirect only to
		 * these hosts.
		 * @param hosts exact host names, with {@code :port} unless it is a default port
		 * @return this builder
		 */
		public Builder trustedHosts(String... hosts) {
			this.trustedHosts.addAll(List.of(hosts));
			return this;
		}

		/**
		 * Lets nothing be entered in the WeCom console: no trusted domain, not even
		 * loopback, no trusted IP and no callback. All of it is entered at
		 * {@link SimulatedWeCom#consoleUrl()}; until then WeCom's errors are returned,
		 * such as 60020. Ignores the trusted hosts. Only on a loopback address, because
		 * the console tells where callbacks are sent.
		 * @return this builder
		 */
		public Builder freshCompany() {
			this.fresh = true;
			return this;
		}

		/**
		 * Starts the simulator.
		 * @return the running simulator
		 * @throws IllegalArgumentException if a fresh company would listen on an address
		 * that is not loopback
		 */
		public SimulatedWeCom start() {
			if (this.fresh && !isLoopback(this.bindAddress)) {
				throw new IllegalArgumentException(PageText.SERVER_NOT_LOOPBACK.inBoth(" ") + ": " + this.bindAddress);
			}
			while (true) {
				SimulatedWeCom simulator = new SimulatedWeCom(this);
				try {
					simulator.wireMock.start();
					return simulator;
				}
				catch (FatalStartupException ex) {
					if (this.furtherPorts == 0) {
						throw ex;
					}
					this.furtherPorts--;
					this.port = (this.furtherPorts > 0) ? this.port + 1 : 0;
				}
			}
		}

		private static boolean isLoopback(String address) {
			try {
				return InetAddress.getByName(address).isLoopbackAddress();
			}
			catch (UnknownHostException ex) {
				return false;
			}
		}

	}

}
