package io.github.wecomlogin.client;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Client of the WeCom server API for one application. Manages the application token.
 * Every failure is a {@link WeComApiException}. Safe for concurrent use.
 */
public final class WeComClient implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final ApiTransport transport;

	private final ApplicationTokens tokens;

	private final long agentId;

	private final CallHistory history;

	private final Circuit circuit;

	private final SkippedEntries skipped;

	private WeComClient(Builder builder) {
		this.agentId = builder.application.agentId();
		this.history = new CallHistory(builder.clock);
		String application = builder.application.tokenKey();
		this.circuit = new Circuit(application, builder.nanoTime);
		this.skipped = new SkippedEntries(application, builder.clock);
		ApiCalls calls = new ApiCalls(application, builder.maxRetries, this.circuit,
				new ExceededLimits(application, builder.clock), builder.observations);
		this.transport = new ApiTransport(builder.settings, builder.customizers, calls);
		this.tokens = new ApplicationTokens(builder.application, this.transport, builder.tokenStore,
				builder.settings.readTimeout().multipliedBy(2), builder.threads, builder.clock);
	}

	/**
	 * Returns a builder for a client.
	 * @param application the calling application
	 * @param settings the HTTP settings
	 * @return a builder
	 */
	public static Builder forApplication(WeComApplication application, WeComHttpSettings settings) {
		return new Builder(application, settings);
	}

	/**
	 * Obtains the application token with {@code gettoken} (D/91039), unless one is in
	 * use, and makes no other call.
	 * @param deadline the time limit
	 */
	public void authenticate(Deadline deadline) {
		call(deadline, (token) -> true);
	}

	/**
	 * Reads this application with {@code agent/get} (D/90227).
	 * @param deadline the time limit
	 * @return the application as set in the WeCom console
	 */
	public AgentResponse getAgent(Deadline deadline) {
		return call(deadline, (token) -> {
			ApiAnswer answer = this.transport.get(ApiPaths.AGENT_GET,
					parameters(token, "agentid", Long.toString(this.agentId)), deadline, null);
			Integer close = answer.integer("close");
			return new AgentResponse(answer.text("name"), close != null && close == 1,
					answer.object("allow_userinfos").idsOf("user", "userid"),
					answer.object("allow_partys").size("partyid"), answer.object("allow_tags").size("tagid"),
					answer.text("redirect_domain"), answer.text("home_url"));
		});
	}

	/**
	 * Exchanges a code for an identity with {@code auth/getuserinfo} (D/91023). A code
	 * can be exchanged once.
	 * @param code the code of a callback
	 * @param redirectHost the host that received the code, for the error message if WeCom
	 * does not trust it
	 * @param deadline the time limit
	 * @return the identity, which implies no permission
	 */
	public UserInfoResponse getUserInfo(String code, @Nullable String redirectHost, Deadline deadline) {
		return call(deadline, (token) -> {
			ApiAnswer answer = this.transport.get(ApiPaths.GETUSERINFO, parameters(token, "code", code), deadline,
					redirectHost);
			// The older user/getuserinfo returns capitalised names
			return new UserInfoResponse(answer.id("userid", "UserId"), answer.text("user_ticket"),
					answer.text("openid", "OpenId"));
		});
	}

	/**
	 * Reads the fields that a member consented to with {@code auth/getuserdetail}
	 * (D/95833).
	 * @param userTicket the ticket of {@link UserInfoResponse#userTicket()}
	 * @param deadline the time limit
	 * @return the details
	 */
	public UserDetailResponse getUserDetail(String userTicket, Deadline deadline) {
		String json = JSON.writeValueAsString(Map.of("user_ticket", userTicket));
		return call(deadline, (token) -> {
			ApiAnswer answer = this.transport.post(ApiPaths.GETUSERDETAIL, Map.of("access_token", token), json,
					deadline);
			return new UserDetailResponse(answer.requiredId("userid"), new PersonalDetail(answer.text("gender"),
					answer.text("avatar"), answer.text("mobile"), answer.text("email"), answer.text("biz_mail")));
		});
	}

	/**
	 * Reads a member with {@code user/get} (D/90196). Unreadable departments and leaders
	 * are skipped.
	 * @param userId the member's id
	 * @param deadline the time limit
	 * @return the member as visible to this application
	 */
	public UserResponse getUser(String userId, Deadline deadline) {
		return call(deadline, (token) -> user(ApiPaths.GETUSER,
				this.transport.get(ApiPaths.GETUSER, parameters(token, "userid", userId), deadline, null)));
	}

	/**
	 * Reads the members of a department with {@code user/list} (D/96260), without those
	 * of the departments below it. Unreadable entries are skipped. Not recorded in the
	 * {@link #state() state}, because sign-ins do not need it.
	 * @param departmentId the department id
	 * @param deadline the time limit
	 * @return the members as visible to this application
	 */
	public List<UserResponse> getMembers(long departmentId, Deadline deadline) {
		return getMembers(departmentId, Map.of(), deadline);
	}

	/**
	 * Reads the members of a department and of those below it with {@code user/list} and
	 * {@code fetch_child}, which WeCom no longer documents, so that it may return only
	 * the members of the department itself. A member of several departments may be
	 * returned several times. Unreadable entries are skipped. Not recorded in the
	 * {@link #state() state}, because sign-ins do not need it.
	 * @param departmentId the department id
	 * @param deadline the time limit
	 * @return the members as visible to this application
	 */
	public List<UserResponse> getMembersBelow(long departmentId, Deadline deadline) {
		return getMembers(departmentId, Map.of("fetch_child", "1"), deadline);
	}

	private List<UserResponse> getMembers(long departmentId, Map<String, String> options, Deadline deadline) {
		return this.tokens.call(deadline, (token) -> {
			Map<String, String> parameters = parameters(token, "department_id", Long.toString(departmentId));
			parameters.putAll(options);
			ListAnswer<UserResponse> answer = this.transport.getList(ApiPaths.USER_LIST, parameters, deadline,
					"userlist", (item) -> AsciiIds.isId(item.text("userid")) ? user(ApiPaths.USER_LIST, item) : null);
			answer.fields().requireList("userlist");
			this.skipped.report(ApiPaths.USER_LIST, "userlist", answer.skipped());
			return answer.items();
		});
	}

	private UserResponse user(String endpoint, ApiAnswer answer) {
		List<@Nullable Long> departments = answer.numbers("department");
		List<@Nullable Long> leaderFlags = answer.numbers("is_leader_in_dept");
		return new UserResponse(answer.requiredId("userid"), answer.text("name"),
				readable(endpoint, "department", departments), ledDepartments(departments, leaderFlags),
				answer.number("main_department"), readable(endpoint, "direct_leader", answer.ids("direct_leader")),
				answer.text("position"), answer.integer("status"));
	}

	private static Set<Long> ledDepartments(List<@Nullable Long> departments, List<@Nullable Long> leaderFlags) {
		// Without parallel arrays, flags cannot be assigned to departments
		if (departments.size() != leaderFlags.size()) {
			return Set.of();
		}
		Set<Long> led = new LinkedHashSet<>();
		for (int i = 0; i < departments.size(); i++) {
			Long department = departments.get(i);
			Long flag = leaderFlags.get(i);
			if (department != null && flag != null && flag == 1) {
				led.add(department);
			}
		}
		return Set.copyOf(led);
	}

	private <T> List<T> readable(String endpoint, String list, List<@Nullable T> entries) {
		List<T> readable = entries.stream().filter(Objects::nonNull).toList();
		this.skipped.report(endpoint, list, entries.size() - readable.size());
		return readable;
	}

	/**
	 * Reads all departments visible to the application with {@code department/list}
	 * (D/90208). Slow for large companies, so that the time limit of ordinary calls does
	 * not apply. Unreadable entries are skipped.
	 * @param deadline the time limit
	 * @return the departments, in no particular order
	 */
	public List<DepartmentResponse> getDepartments(Deadline deadline) {
		return call(deadline, (token) -> {
			ListAnswer<DepartmentResponse> answer = this.transport.getList(ApiPaths.DEPARTMENT_LIST,
					Map.of("access_token", token), deadline, "department", WeComClient::department);
			// Every company has departments
			answer.fields().requireList("department");
			this.skipped.report(ApiPaths.DEPARTMENT_LIST, "department", answer.skipped());
			return answer.items();
		});
	}

	private static @Nullable DepartmentResponse department(ApiAnswer item) {
		Long id = item.number("id");
		// An unreadable parent must not make the department a root
		Long parentId = item.isAbsent("parentid") ? Long.valueOf(0) : item.number("parentid");
		return (id != null && parentId != null) ? new DepartmentResponse(id, parentId, readableName(id, item)) : null;
	}

	// WeCom returns the id as the name if the application may not read names (D/90208)
	private static @Nullable String readableName(long id, ApiAnswer item) {
		String name = item.text("name");
		return Long.toString(id).equals(name) ? null : name;
	}

	/**
	 * Reads a tag with {@code tag/get} (D/90213). Slow for large tags, so that the time
	 * limit of ordinary calls does not apply. Unreadable entries are skipped.
	 * @param tagId the tag id
	 * @param deadline the time limit
	 * @return the tagged members and departments
	 */
	public TagResponse getTag(long tagId, Deadline deadline) {
		return call(deadline, (token) -> {
			ListAnswer<String> answer = this.transport.getList(ApiPaths.TAG_GET,
					parameters(token, "tagid", Long.toString(tagId)), deadline, "userlist", WeComClient::memberOfTag);
			ApiAnswer fields = answer.fields();
			// A tag without members has empty lists
			fields.requireList("userlist", "partylist");
			this.skipped.report(ApiPaths.TAG_GET, "userlist", answer.skipped());
			return new TagResponse(fields.text("tagname"), answer.items(),
					readable(ApiPaths.TAG_GET, "partylist", fields.numbers("partylist")));
		});
	}

	private static @Nullable String memberOfTag(ApiAnswer item) {
		String userId = item.text("userid");
		return AsciiIds.isId(userId) ? userId : null;
	}

	/**
	 * Returns the state of this client, without calling WeCom or the token store.
	 * @return the current state
	 */
	public ClientState state() {
		CallHistory.Failure failure = this.history.lastFailure();
		return new ClientState(this.history.lastSuccess(), (failure != null) ? failure.time() : null,
				(failure != null) ? failure.exception() : null, this.circuit.state(), this.tokens.usableUntil());
	}

	/**
	 * Stops background work and closes the connections. Later calls fail if they need a
	 * new token.
	 */
	@Override
	public void close() {
		this.tokens.close();
		this.transport.close();
	}

	private <T> T call(Deadline deadline, Function<String, T> call) {
		return this.history.record(() -> this.tokens.call(deadline, call));
	}

	private static Map<String, String> parameters(String token, String name, String value) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("access_token", token);
		parameters.put(name, value);
		return parameters;
	}

	/**
	 * Builder for {@link WeComClient}. A client makes no call on its own.
	 */
	public static final class Builder {

		private final WeComApplication application;

		private final WeComHttpSettings settings;

		private List<WeComRestClientCustomizer> customizers = List.of();

		private ApplicationTokenStore tokenStore = new InMemoryApplicationTokenStore();

		private ObservationRegistry observations = ObservationRegistry.NOOP;

		private Clock clock = Clock.systemUTC();

		private LongSupplier nanoTime = System::nanoTime;

		private int maxRetries = CallRetries.MAX_RETRIES;

		private BackgroundThreads threads = BackgroundThreads.refusingOnceClosed("token");

		private Builder(WeComApplication application, WeComHttpSettings settings) {
			this.application = application;
			this.settings = settings;
		}

		/**
		 * Sets customizers of the HTTP client.
		 * @param customizers the customizers, in the order of application
		 * @return this builder
		 */
		public Builder customizers(List<WeComRestClientCustomizer> customizers) {
			this.customizers = List.copyOf(customizers);
			return this;
		}

		/**
		 * Sets the token store. Tokens are kept in memory by default.
		 * @param tokenStore the store
		 * @return this builder
		 */
		public Builder tokenStore(ApplicationTokenStore tokenStore) {
			this.tokenStore = tokenStore;
			return this;
		}

		/**
		 * Sets the registry for observations named {@code wecom.api}, one per attempt of
		 * a call; none by default. They contain application, endpoint and outcome, and no
		 * data that was sent or received.
		 * @param observations the registry
		 * @return this builder
		 */
		public Builder observations(ObservationRegistry observations) {
			this.observations = observations;
			return this;
		}

		/**
		 * Sets the clock for token expiry and call limits.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Sets the time source of the circuit breaker.
		 */
		Builder nanoTime(LongSupplier nanoTime) {
			this.nanoTime = nanoTime;
			return this;
		}

		/**
		 * Sets the retry rules.
		 */
		Builder maxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
			return this;
		}

		/**
		 * Sets the threads that fetch tokens.
		 */
		Builder threads(BackgroundThreads threads) {
			this.threads = threads;
			return this;
		}

		/**
		 * Builds the client.
		 * @return a new client
		 */
		public WeComClient build() {
			return new WeComClient(this);
		}

	}

}
