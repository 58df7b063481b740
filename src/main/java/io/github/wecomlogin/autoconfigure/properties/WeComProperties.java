package io.github.wecomlogin.autoconfigure.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties for signing in with WeCom. Those of the only or main application stand
 * directly under {@code wecom}; more applications have theirs under
 * {@code wecom.registration.<id>}.
 */
@ConfigurationProperties(prefix = "wecom", ignoreUnknownFields = false)
public class WeComProperties extends WeComRegistrationProperties {

	/**
	 * Whether to sign in with WeCom at all.
	 */
	private boolean enabled = true;

	/**
	 * More applications, by registration id.
	 */
	private final Map<String, WeComRegistrationProperties> registration = new LinkedHashMap<>();

	/**
	 * Fixed external address of this application, with the context path if there is one.
	 * Taken from each request if not set.
	 */
	private @Nullable String baseUrl;

	/**
	 * Addresses and CIDR ranges of the reverse proxies whose forwarded headers determine
	 * the address of a client. Loopback addresses if not set.
	 */
	private @Nullable List<String> trustedProxies;

	/**
	 * Files that prove to WeCom who owns the domain, each as 'WW_verify_….txt' or
	 * 'WW_verify_….txt=content'.
	 */
	private List<String> domainVerification = new ArrayList<>();

	/**
	 * Longest time that the server's part of one sign-in may take.
	 */
	private Duration signInTimeout = Duration.ofSeconds(10);

	/**
	 * Whether to read the departments even if no rule needs them, so that members have
	 * the names and paths of theirs.
	 */
	private boolean departmentNames;

	/**
	 * Where the application token, results of codes and change stamps are kept.
	 */
	private Store store = Store.MEMORY;

	private final Limits limits = new Limits();

	private final Session session = new Session();

	private final Endpoints endpoints = new Endpoints();

	private final Http http = new Http();

	private final Simulator simulator = new Simulator();

	private final ContactCallback contactCallback = new ContactCallback();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, WeComRegistrationProperties> getRegistration() {
		return this.registration;
	}

	public @Nullable String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable List<String> getTrustedProxies() {
		return this.trustedProxies;
	}

	public void setTrustedProxies(@Nullable List<String> trustedProxies) {
		this.trustedProxies = trustedProxies;
	}

	public List<String> getDomainVerification() {
		return this.domainVerification;
	}

	public void setDomainVerification(List<String> domainVerification) {
		this.domainVerification = domainVerification;
	}

	public Duration getSignInTimeout() {
		return this.signInTimeout;
	}

	public void setSignInTimeout(Duration signInTimeout) {
		this.signInTimeout = signInTimeout;
	}

	public boolean isDepartmentNames() {
		return this.departmentNames;
	}

	public void setDepartmentNames(boolean departmentNames) {
		this.departmentNames = departmentNames;
	}

	public Store getStore() {
		return this.store;
	}

	public void setStore(Store store) {
		this.store = store;
	}

	public Limits getLimits() {
		return this.limits;
	}

	public Session getSession() {
		return this.session;
	}

	public Endpoints getEndpoints() {
		return this.endpoints;
	}

	public Http getHttp() {
		return this.http;
	}

	public Simulator getSimulator() {
		return this.simulator;
	}

	public ContactCallback getContactCallback() {
		return this.contactCallback;
	}

	/**
	 * How much of this node sign-ins may use.
	 */
	public static class Limits {

		/**
		 * How many sign-ins may be worked on at once. The default is smaller where the
		 * server has fewer than 128 threads.
		 */
		private @Nullable Integer concurrentSignIns;

		/**
		 * How many more sign-ins may wait up to a second for their turn; all others are
		 * told at once that the application is busy. The default is smaller where the
		 * server has fewer than 128 threads.
		 */
		private @Nullable Integer waitingSignIns;

		/**
		 * How many codes that WeCom rejects one client address may bring at once; one a
		 * minute is forgiven. 0 for no limit.
		 */
		private @Nullable Integer rejectedCodesPerAddress;

		public @Nullable Integer getConcurrentSignIns() {
			return this.concurrentSignIns;
		}

		public void setConcurrentSignIns(@Nullable Integer concurrentSignIns) {
			this.concurrentSignIns = concurrentSignIns;
		}

		public @Nullable Integer getWaitingSignIns() {
			return this.waitingSignIns;
		}

		public void setWaitingSignIns(@Nullable Integer waitingSignIns) {
			this.waitingSignIns = waitingSignIns;
		}

		public @Nullable Integer getRejectedCodesPerAddress() {
			return this.rejectedCodesPerAddress;
		}

		public void setRejectedCodesPerAddress(@Nullable Integer rejectedCodesPerAddress) {
			this.rejectedCodesPerAddress = rejectedCodesPerAddress;
		}

	}

	/**
	 * Where nodes keep what they know.
	 */
	public enum Store {

		/**
		 * Each node in its own memory.
		 */
		MEMORY,

		/**
		 * All nodes in one Redis.
		 */
		REDIS

	}

	/**
	 * How true a session and what is decided for it are kept.
	 */
	public static class Session {

		/**
		 * How old may be what is known of a member who is signed in, and of the company,
		 * before WeCom is asked again.
		 */
		private Duration recheckInterval = Duration.ofMinutes(10);

		/**
		 * How old it may become while WeCom gives no clear answer. Then sessions end, and
		 * older departments and tags give nothing.
		 */
		private Duration recheckGrace = Duration.ofHours(1);

		/**
		 * How many members of one company WeCom is asked about in a minute because they
		 * are signed in, by all nodes together if they share a store.
		 */
		private int rechecksPerMinute = 2000;

		public Duration getRecheckInterval() {
			return this.recheckInterval;
		}

		public void setRecheckInterval(Duration recheckInterval) {
			this.recheckInterval = recheckInterval;
		}

		public Duration getRecheckGrace() {
			return this.recheckGrace;
		}

		public void setRecheckGrace(Duration recheckGrace) {
			this.recheckGrace = recheckGrace;
		}

		public int getRechecksPerMinute() {
			return this.rechecksPerMinute;
		}

		public void setRechecksPerMinute(int rechecksPerMinute) {
			this.rechecksPerMinute = rechecksPerMinute;
		}

	}

	/**
	 * Where WeCom is.
	 */
	public static class Endpoints {

		/**
		 * Address of the server API.
		 */
		private String api = "https://qyapi.weixin.qq.com";

		/**
		 * Authorize page inside WeCom.
		 */
		private String authorize = "https://open.weixin.qq.com/connect/oauth2/authorize";

		/**
		 * Sign-in page for browsers outside WeCom.
		 */
		private String webLogin = "https://login.work.weixin.qq.com/wwlogin/sso/login";

		public String getApi() {
			return this.api;
		}

		public void setApi(String api) {
			this.api = api;
		}

		public String getAuthorize() {
			return this.authorize;
		}

		public void setAuthorize(String authorize) {
			this.authorize = authorize;
		}

		public String getWebLogin() {
			return this.webLogin;
		}

		public void setWebLogin(String webLogin) {
			this.webLogin = webLogin;
		}

	}

	/**
	 * How the server API is called.
	 */
	public static class Http {

		/**
		 * Longest time to wait for a connection.
		 */
		private Duration connectTimeout = Duration.ofSeconds(2);

		/**
		 * Longest time one call may take.
		 */
		private Duration readTimeout = Duration.ofSeconds(5);

		/**
		 * HTTP proxy for calls to the server API, such as
		 * 'http://proxy.example.com:3128'.
		 */
		private @Nullable String proxy;

		public Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public Duration getReadTimeout() {
			return this.readTimeout;
		}

		public void setReadTimeout(Duration readTimeout) {
			this.readTimeout = readTimeout;
		}

		public @Nullable String getProxy() {
			return this.proxy;
		}

		public void setProxy(@Nullable String proxy) {
			this.proxy = proxy;
		}

	}

	/**
	 * A stand-in for WeCom, for development.
	 */
	public static class Simulator {

		/**
		 * Whether to start the simulator and use it instead of WeCom. Needs the test
		 * artifact on the class path.
		 */
		private boolean enabled;

		/**
		 * Port of the simulator, 0 for any that is free. If not set, 8090 or the next one
		 * that is free.
		 */
		private @Nullable Integer port;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Integer getPort() {
			return this.port;
		}

		public void setPort(@Nullable Integer port) {
			this.port = port;
		}

	}

	/**
	 * How WeCom sends events of the contact-sync helper.
	 */
	public static class ContactCallback extends CallbackProperties {

		/**
		 * Company id (企业ID).
		 */
		private @Nullable String corpId;

		public @Nullable String getCorpId() {
			return this.corpId;
		}

		public void setCorpId(@Nullable String corpId) {
			this.corpId = corpId;
		}

	}

}
