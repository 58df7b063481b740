package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An application that signs members in.
 *
 * @param name its name in the tables
 * @param jar what it is started from
 * @param arguments what it is started with
 */
record Contender(String name, RunnableJar jar, List<String> arguments) {

	static final Contender WECOM_LOGIN = new Contender("wecom-login", "wecom");

	static final Contender PLAIN = new Contender("plain oauth2Login", "plain");

	static final Contender HAND_WRITTEN = new Contender("WxJava, hand-written filter", "hand-written");

	/**
	 * Redirects from the first page to WeCom, without a redirect to a start page.
	 */
	static final Contender HAND_WRITTEN_DIRECT = HAND_WRITTEN.with("WxJava, hand-written filter, one redirect fewer",
			List.of("--direct=true"));

	static final Contender APPLICATION = new Contender("ready-made application",
			RunnableJar.readyMade(Workspace.build()),
			List.of("--wecom.corp-id=ww0123456789abcdef", "--wecom.agent-id=1000002",
					"--wecom.secret=secret-of-the-measured-application-01234567", "--wecom.endpoints.api=${company}"));

	/**
	 * The library and the application of an earlier commit, if {@code benchmark.before}
	 * names the build directory of that commit.
	 */
	static final List<Contender> BEFORE = Workspace.earlierBuild()
		.map((build) -> List.of(new Contender("wecom-login, earlier commit", RunnableJar.of(build, "wecom"), List.of()),
				new Contender("ready-made application, earlier commit", RunnableJar.readyMade(build),
						APPLICATION.arguments)))
		.orElse(List.of());

	/**
	 * The applications that the targets compare.
	 */
	static final List<Contender> TARGETS = Stream
		.concat(Stream.of(WECOM_LOGIN, PLAIN, HAND_WRITTEN, APPLICATION), BEFORE.stream())
		.toList();

	static final List<Contender> ALL = Stream
		.concat(TARGETS.stream(),
				Stream
					.of(HAND_WRITTEN_DIRECT, new Contender("WxJava, controller", "wxjava"),
							new Contender("JustAuth, pooled HTTP client", RunnableJar.of(Workspace.build(), "justauth"),
									List.of("--pooled=true")),
							new Contender("JustAuth", "justauth")))
		.toList();

	private Contender(String name, String directory) {
		this(name, RunnableJar.of(Workspace.build(), directory), List.of());
	}

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
		return new Contender(this.name + ", Redis", this.jar.withRedis(),
				List.of("--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + port));
	}

	/**
	 * Returns the same application with further settings.
	 */
	Contender with(String name, List<String> arguments) {
		return new Contender(name, this.jar, Stream.concat(this.arguments.stream(), arguments.stream()).toList());
	}

	@Override
	public String toString() {
		return this.name;
	}

}
