package io.github.wecomlogin.autoconfigure.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration properties for signing in with WeCom. The main application is configured
 * directly under {@code wecom}, further applications under
 * {@code wecom.registration.<id>}.
 */
@ConfigurationProperties(prefix = "wecom", ignoreUnknownFields = false)
public class WeComProperties extends WeComRegistrationProperties {

	/**
	 * Whether to enable sign-in with WeCom.
	 */
	private boolean enabled = true;

	/**
	 * Further applications by registration ID.
	 */
	private final Map<String, WeComRegistrationProperties> registration = new LinkedHashMap<>();

	/**
	 * External base URL of this application, including the context path. Derived from
	 * each request if not set.
	 */
	private @Nullable String baseUrl;

	/**
	 * IP addresses and CIDR ranges of the reverse proxies whose forwarded headers are
	 * trusted.
	 */
	private @Nullable List<String> trustedProxies;

	/**
	 * Domain verification files to serve, each as 'WW_verify_….txt' or
	 * 'WW_verify_….txt=content'.
	 */
	private List<String> domainVerification = new ArrayList<>();

	/**
	 * Whether members inside WeCom see the sign-in page of a security filter chain that
	 * has one of its own. If not, they are signed in at once.
	 */
	private boolean loginPageInsideWecom = true;

	/**
	 * Link that opens a page in the WeCom app, offered in the browsers of phones. '{url}'
	 * stands for the percent-encoded address of the page. Not offered if not set.
	 */
	private @Nullable String appLink;

	/**
	 * Maximum time for processing a callback, including all calls to WeCom.
	 */
	private Duration signInTimeout = Duration.ofSeconds(10);

	/**
	 * Whether to load department names and paths even if no rule needs them.
	 */
	private boolean departmentNames;

	/**
	 * Store for the application token, code results and change stamps.
	 */
	private Store store = Store.MEMORY;

	private final Limits limits = new Limits();

	private final Session session = new Session();

	private final Endpoints endpoints = new Endpoints();

	private final Http http = new Http();

	private final Simulator simulator = new Simulator();

	@NestedConfigurationProperty
	private final BrandProperties brand = new BrandProperties();

	private final ContactCallback contactCallback = new ContactCallback();

	private final LoginPanel loginPanel = new LoginPanel();

	private final Setup setup = new Setup();

	public LoginPanel getLoginPanel() {
		return this.loginPanel;
	}

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

	public boolean isLoginPageInsideWecom() {
		return this.loginPageInsideWecom;
	}

	public void setLoginPageInsideWecom(boolean loginPageInsideWecom) {
		this.loginPageInsideWecom = loginPageInsideWecom;
	}

	public @Nullable String getAppLink() {
		return this.appLink;
	}

	public void setAppLink(@Nullable String appLink) {
		this.appLink = appLink;
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

	public BrandProperties getBrand() {
		return this.brand;
	}

	public ContactCallback getContactCallback() {
		return this.contactCallback;
	}

	public Setup getSetup() {
		return this.setup;
	}

	/**
	 * Limits for sign-ins on each node.
	 */
	public static class Limits {

		/**
		 * Upper bound of the number of sign-ins that call WeCom concurrently, which
		 * follows WeCom's answer times. Further sign-ins are queued without a thread.
		 * Defaults to half of the server's threads if there are fewer than 128.
		 */
		private @Nullable Integer concurrentSignIns;

		/**
		 * Number of codes rejected by WeCom after which further sign-ins of a client
		 * address are rejected as busy. One is forgiven per minute; 0 disables the limit.
		 */
		private @Nullable Integer rejectedCodesPerAddress;

		public @Nullable Integer getConcurrentSignIns() {
			return this.concurrentSignIns;
		}

		public void setConcurrentSignIns(@Nullable Integer concurrentSignIns) {
			this.concurrentSignIns = concurrentSignIns;
		}

		public @Nullable Integer getRejectedCodesPerAddress() {
			return this.rejectedCodesPerAddress;
		}

		public void setRejectedCodesPerAddress(@Nullable Integer rejectedCodesPerAddress) {
			this.rejectedCodesPerAddress = rejectedCodesPerAddress;
		}

	}

	/**
	 * Stores for the state of sign-ins.
	 */
	public enum Store {

		/**
		 * Memory of each node.
		 */
		MEMORY,

		/**
		 * Redis, shared by all nodes.
		 */
		REDIS

	}

	/**
	 * Revalidation of sessions.
	 */
	public static class Session {

		/**
		 * How often signed-in members, departments and tags are checked again.
		 */
		private Duration recheckInterval = Duration.ofMinutes(10);

		/**
		 * How long sessions, departments and tags remain valid without a successful
		 * check.
		 */
		private Duration recheckGrace = Duration.ofHours(1);

		/**
		 * Maximum number of session checks per minute and company, across all nodes that
		 * share a store.
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
	 * URLs of WeCom.
	 */
	public static class Endpoints {

		/**
		 * Base URL of the server API.
		 */
		private String api = "https://qyapi.weixin.qq.com";

		/**
		 * URL of the authorization page inside WeCom.
		 */
		private String authorize = "https://open.weixin.qq.com/connect/oauth2/authorize";

		/**
		 * URL of the sign-in page for browsers outside WeCom.
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
	 * HTTP client for the server API.
	 */
	public static class Http {

		/**
		 * Maximum time for opening a connection.
		 */
		private Duration connectTimeout = Duration.ofSeconds(2);

		/**
		 * Maximum time for a call.
		 */
		private Duration readTimeout = Duration.ofSeconds(5);

		/**
		 * HTTP proxy for calls to the server API, as 'http://host:port'.
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
	 * Simulated WeCom for development.
	 */
	public static class Simulator {

		/**
		 * Whether to start the simulator and use it instead of WeCom. Requires the test
		 * artifact on the class path.
		 */
		private boolean enabled;

		/**
		 * Port of the simulator; 0 for a random port. Defaults to 8090, or the next free
		 * port if it is in use.
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
	 * WeCom's login panel in the sign-in page of desktop browsers.
	 */
	public static class LoginPanel {

		/**
		 * Whether the sign-in page shows WeCom's login panel with its QR code.
		 */
		private boolean enabled;

		/**
		 * Address of WeCom's script for the panel.
		 */
		private String script = "https://wwcdn.weixin.qq.com/node/wework/wwopen/js/wecom-jssdk-2.4.0.js";

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getScript() {
			return this.script;
		}

		public void setScript(String script) {
			this.script = script;
		}

	}

	/**
	 * }
	 *
	 * }
	 *
	 * /** The page '/setup' of the ready-made application.
	 */
	public static class Setup {

		/**
		 * Token that opens '/setup' until an administrator has signed in, at least 16
		 * characters. Replaces the one-time link in the log.
		 */
		private @Nullable String token;

		public @Nullable String getToken() {
			return this.token;
		}

		public void setToken(@Nullable String token) {
			this.token = token;
		}

	}

	/**
	 * Events of the contact-sync helper (通讯录同步).
	 */
	public static class ContactCallback extends CallbackProperties {

		/**
		 * Corp ID of the company (企业ID). Required only with several companies.
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
