package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * An application in {@code src/benchmark/apps} that signs people in.
 *
 * @param name what it is called in the tables
 * @param directory where it is
 * @param start where a sign-in starts
 * @param callback where it comes back to
 * @param arguments what it is started with
 */
record Contender(String name, String directory, String start, String callback, List<String> arguments) {

	static final Contender WECOM_LOGIN = new Contender("wecom-login", "wecom", "/oauth2/authorization/wecom",
			"/login/oauth2/code/wecom", List.of());

	static final Contender PLAIN = new Contender("plain oauth2Login", "plain", "/oauth2/authorization/provider",
			"/login/oauth2/code/provider", List.of());

	static final Contender WXJAVA = new Contender("WxJava", "wxjava", "/start", "/callback", List.of());

	static final Contender JUSTAUTH = new Contender("JustAuth", "justauth", "/oauth/render", "/oauth/callback",
			List.of());

	static final Contender JUSTAUTH_POOLED = new Contender("JustAuth, pooled HTTP client", "justauth", "/oauth/render",
			"/oauth/callback", List.of("--pooled=true"));

	static final List<Contender> ALL = List.of(WECOM_LOGIN, PLAIN, WXJAVA, JUSTAUTH_POOLED, JUSTAUTH);

	/**
	 * Returns what it is started with to sign in members of a company.
	 */
	List<String> arguments(CompanyServer company) {
		List<String> all = new ArrayList<>(this.arguments);
		all.add("--company=" + company.url());
		return all;
	}

	/**
	 * Returns the same application with its sessions in a Redis.
	 */
	Contender withRedis(int port) {
		return new Contender(this.name + ", Redis", this.directory + "-redis", this.start, this.callback,
				List.of("--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + port));
	}

	/**
	 * Returns the same application with its settings changed.
	 */
	Contender with(String name, List<String> arguments) {
		return new Contender(name, this.directory, this.start, this.callback, arguments);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
