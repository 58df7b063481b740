package io.github.wecomlogin.simulator;

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
import io.github.wecomlogin.simulator.api.GetTag;
import io.github.wecomlogin.simulator.api.GetToken;
import io.github.wecomlogin.simulator.api.GetUser;
import io.github.wecomlogin.simulator.api.GetUserDetail;
import io.github.wecomlogin.simulator.api.GetUserInfo;
import io.github.wecomlogin.simulator.api.Grant;
import io.github.wecomlogin.simulator.api.ListDepartments;
import io.github.wecomlogin.simulator.api.ListTags;
import io.github.wecomlogin.simulator.api.Paths;
import io.github.wecomlogin.simulator.api.ServerApi;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.DemoApplication;
import io.github.wecomlogin.simulator.company.People;
import io.github.wecomlogin.simulator.page.AuthorizationRequestReader;
import io.github.wecomlogin.simulator.page.CompanyPage;
import io.github.wecomlogin.simulator.page.IndexPage;
import io.github.wecomlogin.simulator.page.SignInPages;
import io.github.wecomlogin.simulator.page.SilentSignIn;
import io.github.wecomlogin.simulator.page.TrustedHosts;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for WeCom on a local port: both authorize pages, and the calls of the server
 * API that a sign-in needs. It serves one invented company and refuses every other. Safe
 * for use by several threads.
 *
 * <p>
 * Everything about it can be changed while it runs, and {@link #reset()} takes all
 * changes back.
 */
public final class SimulatedWeCom implements AutoCloseable {

	/**
	 * Corp id of the demo company, the only one that is served.
	 */
	public static final String CORP_ID = DemoApplication.CORP_ID;

	/**
	 * Agent id of the application of the demo company.
	 */
	public static final long AGENT_ID = DemoApplication.AGENT_ID;

	/**
	 * Secret of the application of the demo company.
	 */
	public static final String SECRET = DemoApplication.SECRET;

	/**
	 * Id of a person who is no employee: {@code auth/getuserinfo} answers with an
	 * {@code openid} and no {@code userid} (D/91023).
	 */
	public static final String OUTSIDER = DemoApplication.OUTSIDER;

	/**
	 * Id of a person of a linked company: the {@code userid} has the form
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
	 * Path of the authorize page inside WeCom (D/91022).
	 */
	public static final String AUTHORIZE = Paths.AUTHORIZE;

	/**
	 * Path of the web login page (D/98152).
	 */
	public static final String WEB_LOGIN = Paths.WEB_LOGIN;

	/**
	 * Enough for slow answers not to hold up the others.
	 */
	private static final int CONTAINER_THREADS = 64;

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
		this.api = new ServerApi(endpoints(builder.clock), this.faults, builder.clock);
		SignInPages pages = new SignInPages(new AuthorizationRequestReader(new TrustedHosts(builder.trustedHosts)),
				this.company, this.people, this.codes, this.silentSignIn);
		this.wireMock = new WireMockServer(WireMockConfiguration.options()
			.port(builder.port)
			.bindAddress(builder.bindAddress)
			.httpServerFactory(new ClosedJetty())
			.containerThreads(CONTAINER_THREADS)
			// Java clients would upgrade to cleartext HTTP/2, which WeCom never speaks
			.http2PlainDisabled(true)
			.disableRequestJournal()
			.notifier(new SilentNotifier())
			.mappingSource(new CatchAllStub())
			.extensions(this.calls, new Simulation(this.api, pages, this.changes, this.faults)));
	}

	private Map<String, ApiEndpoint> endpoints(Clock clock) {
		Map<String, ApiEndpoint> endpoints = new LinkedHashMap<>();
		endpoints.put(GETUSERINFO, new GetUserInfo(this.company, this.codes, this.tickets));
		endpoints.put(GETUSERDETAIL, new GetUserDetail(this.company, this.tickets));
		endpoints.put(GETUSER, new GetUser(this.company));
		endpoints.put(DEPARTMENT_LIST, new ListDepartments(this.company, this.departmentNamesHidden));
		endpoints.put(TAG_LIST, new ListTags(this.company));
		endpoints.put(TAG_GET, new GetTag(this.company));
		endpoints.replaceAll((path, endpoint) -> endpoint.withToken(this.tokens));
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
	 * Returns a builder, which without further settings does what {@link #start()} does.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns the port on which the simulator listens.
	 * @return the port
	 */
	public int port() {
		return this.wireMock.port();
	}

	/**
	 * Returns the base URL of the server API, for {@code wecom.endpoints.api}.
	 * @return the URL, without a slash at the end
	 */
	public String apiUrl() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * Returns the URL of the authorize page inside WeCom (D/91022), for
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
	 * Lets both authorize pages answer at once with a code for a person, as a real client
	 * does with {@code snsapi_base}. Somebody whom WeCom would stop, such as an employee
	 * outside the visible range on the web login page, still gets the page that says so.
	 * @param personId a user id, {@link #OUTSIDER} or {@link #LINKED_CORP_MEMBER}, or
	 * {@code null} to show the list of people again
	 * @throws IllegalArgumentException if there is no such person
	 */
	public void signInAs(@Nullable String personId) {
		this.silentSignIn.userId((personId != null) ? this.people.get(personId).id() : null);
	}

	/**
	 * Lets both authorize pages answer at once as if the person had cancelled: with the
	 * state, but no code (D/91019).
	 * @param cancel whether to do so from now on
	 */
	public void cancelSignIns(boolean cancel) {
		this.silentSignIn.cancelled(cancel);
	}

	/**
	 * Returns a fresh code, as {@code snsapi_base} and the web login give one, without
	 * visiting a page. It may be spent once, within five minutes (D/91023).
	 * @param personId a user id, {@link #OUTSIDER} or {@link #LINKED_CORP_MEMBER}
	 * @return the code
	 * @throws IllegalArgumentException if there is no such person
	 */
	public String issueCode(String personId) {
		return this.codes.issue(new Grant(this.people.get(personId), Consent.NOT_ASKED));
	}

	/**
	 * Makes every application token given out so far invalid: it is answered with 40014,
	 * and {@code gettoken} gives a new one.
	 */
	public void withdrawTokens() {
		this.tokens.withdraw();
	}

	/**
	 * Sets how long application tokens live, 7200 seconds usually (D/91039). A token that
	 * is valid now keeps its time, and {@code gettoken} goes on giving that one.
	 * @param lifetime the lifetime of tokens from now on, in whole seconds
	 */
	public void tokenLifetime(Duration lifetime) {
		this.tokens.lifetime(lifetime);
	}

	/**
	 * Lets {@code department/list} leave out the names of the departments, as it does for
	 * an agency-developed application which the administrator has not allowed to read
	 * them (D/90208).
	 * @param hide whether to do so from now on
	 */
	public void hideDepartmentNames(boolean hide) {
		this.departmentNamesHidden.set(hide);
	}

	/**
	 * Returns what calls an application when something happened in the company (D/90930).
	 * @param url where the application receives events, such as
	 * {@code http://127.0.0.1:8080/wecom/callback/wecom}, on this machine
	 * @param token the Token that the application knows
	 * @param encodingAesKey the EncodingAESKey that the application knows
	 * @return calls of that address
	 * @throws IllegalArgumentException if the address is not on this machine
	 */
	public SimulatedCallback callback(String url, String token, String encodingAesKey) {
		return SimulatedCallback.to(url, token, encodingAesKey, this.clock);
	}

	/**
	 * Returns the URL of the page that shows what the simulator is.
	 * @return the URL
	 */
	public String indexUrl() {
		return apiUrl() + IndexPage.PATH;
	}

	/**
	 * Returns the URL of the page on which employees can be disabled and taken out of the
	 * visible range.
	 * @return the URL
	 */
	public String companyUrl() {
		return apiUrl() + CompanyPage.PATH;
	}

	/**
	 * Lets an application be told of what is changed on the page of
	 * {@link #companyUrl()}. Changes by {@link #company()} are told by nobody but the
	 * test.
	 * @param callback calls the application
	 */
	public void tell(SimulatedCallback callback) {
		this.changes.add(callback);
	}

	/**
	 * Lets every call of a path fail from now on. Nothing is spent by a call that fails
	 * so.
	 * @param path a path of the server API, such as {@link #GETUSER}
	 * @param errorCode the {@code errcode} (D/90313), or 0 to let the path work again
	 * @throws IllegalArgumentException if the server API has no such path
	 */
	public void fail(String path, int errorCode) {
		this.faults.fail(requireApiPath(path), errorCode);
	}

	/**
	 * Lets the next call of a path fail. Called again before that, it is for the call
	 * after the next. Nothing is spent by a call that fails so.
	 * @param path a path of the server API, such as {@link #GETUSER}
	 * @param errorCode the {@code errcode} (D/90313)
	 * @throws IllegalArgumentException if the server API has no such path
	 */
	public void failNext(String path, int errorCode) {
		this.faults.failNext(requireApiPath(path), errorCode);
	}

	/**
	 * Delays the answers of a path. What a call spends it spends at once: a caller that
	 * gives up has lost its code.
	 * @param path a path of the server API, or one of the authorize pages
	 * @param delay how long, or zero for no delay
	 */
	public void delay(String path, Duration delay) {
		this.faults.delay(path, delay);
	}

	/**
	 * Returns how often a path was called since the start or the last {@link #reset()},
	 * whatever the answer was.
	 * @param path the path, such as {@link #GETTOKEN}
	 * @return the number of calls
	 */
	public int calls(String path) {
		return this.calls.callsOf(path);
	}

	/**
	 * Returns the company, which may be changed at any time.
	 * @return always the same company
	 */
	public Company company() {
		return this.company;
	}

	/**
	 * Goes back to the state right after the start: company, department names, codes,
	 * tickets, tokens, faults, counts, stubs and whom to tell. Port and clock stay.
	 */
	public void reset() {
		this.wireMock.resetAll();
		this.wireMock.updateGlobalSettings(GlobalSettings.defaults());
		this.company.restore(this.companyAtStart);
		this.departmentNamesHidden.set(false);
		this.silentSignIn.userId(null);
		this.silentSignIn.cancelled(false);
		this.changes.clear();
		this.faults.clear();
		this.codes.clear();
		this.tickets.clear();
		this.tokens.withdraw();
		this.tokens.lifetime(AccessTokens.USUAL_LIFETIME);
		this.calls.clear();
	}

	/**
	 * Returns the server underneath, for stubs of the user's own. They come before the
	 * simulator's answers unless they ask for a very low priority. The admin API of the
	 * server is off, and so is its request journal.
	 * @return the server
	 */
	public WireMockServer wireMock() {
		return this.wireMock;
	}

	/**
	 * Stops the simulator. Does nothing if it has been stopped before.
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
	 * Settings of a simulator.
	 */
	public static final class Builder {

		private static final int FURTHER_PORTS = 10;

		private int port;

		private int furtherPorts;

		private String bindAddress = "127.0.0.1";

		private Clock clock = Clock.systemUTC();

		private Company company = Company.demo();

		private final List<String> trustedHosts = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Sets the port to listen on.
		 * @param port the port, 0 (the default) for any free one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			this.furtherPorts = 0;
			return this;
		}

		/**
		 * Lets the simulator listen on a fixed port, or on the next one that is free.
		 * @param port the first port to try; after ten ports any free one is taken
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
		 * Sets the clock by which tokens, codes and tickets expire.
		 * @param clock the clock, that of the system by default
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Sets the company, whose corp id is {@link SimulatedWeCom#CORP_ID} in any case.
		 * @param company the company, {@link Company#demo()} by default
		 * @return this builder
		 */
		public Builder company(Company company) {
			this.company = company;
			return this;
		}

		/**
		 * Adds trusted domains (可信域名) of the application, beside {@code localhost},
		 * {@code 127.0.0.1} and {@code [::1]}: to no other host do the authorize pages
		 * send a browser.
		 * @param hosts exact host names, each with {@code :port} unless it is a usual one
		 * @return this builder
		 */
		public Builder trustedHosts(String... hosts) {
			this.trustedHosts.addAll(List.of(hosts));
			return this;
		}

		/**
		 * Starts the simulator.
		 * @return the running simulator
		 */
		public SimulatedWeCom start() {
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

	}

}
