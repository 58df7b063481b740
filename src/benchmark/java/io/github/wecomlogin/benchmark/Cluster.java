package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.wecomlogin.store.RedisServerExtension;

/**
 * Nodes of our application with a Redis and a company of their own. Each request of a
 * visitor goes to another node than the one before, so that start, callback and page of a
 * sign-in meet nothing that only one node knows.
 */
final class Cluster implements AutoCloseable {

	private static final int PEOPLE = 64;

	private static final long SLOW = 50;

	private final AtomicInteger browsers = new AtomicInteger();

	private final AtomicInteger pages = new AtomicInteger();

	private final CompanyServer company = new CompanyServer();

	private final RedisServerExtension redis = new RedisServerExtension();

	private final Contender contender = Contender.WECOM_LOGIN.withRedis(this.redis.port());

	private final List<ApplicationProcess> nodes = new ArrayList<>();

	private final List<Browser> people = new ArrayList<>();

	private final int size;

	Cluster(int size) {
		this.size = size;
	}

	/**
	 * Starts all nodes and lets people come back from WeCom before any of them has a
	 * token.
	 */
	Herd start(int herd) {
		this.redis.start();
		for (int i = 0; i < this.size; i++) {
			this.nodes.add(ApplicationProcess.start(this.contender, this.company));
		}
		this.company.delay(SLOW);
		Herd cold = Herd.comesBack(this.nodes, this.company, herd, this::browser);
		cold.load().withoutFailures(this);
		this.company.delay(0);
		return cold;
	}

	/**
	 * Signs those in who then open pages.
	 */
	void signPeopleIn() {
		for (int i = 0; i < PEOPLE; i++) {
			Browser browser = browser();
			browser.signIn();
			this.people.add(browser);
		}
	}

	private Browser browser() {
		List<String> urls = new ArrayList<>(this.nodes.stream().map(ApplicationProcess::url).toList());
		Collections.rotate(urls, this.browsers.getAndIncrement() % this.size);
		return new Browser(urls);
	}

	ClusterLoad signIns(int times, int atATime) {
		return put(times, atATime, () -> browser()::signIn);
	}

	ClusterLoad pages(int times, int atATime) {
		return put(times, atATime, () -> this.people.get(this.pages.getAndIncrement() % PEOPLE)::openPage);
	}

	private ClusterLoad put(int times, int atATime, Supplier<Runnable> tasks) {
		try (RedisObserver observer = new RedisObserver(this.redis.port())) {
			long commands = observer.commands();
			Load load = Load.put(this.nodes, times, atATime, tasks).withoutFailures(this);
			return new ClusterLoad(load, observer.commands() - commands);
		}
	}

	int size() {
		return this.size;
	}

	/**
	 * Returns what is alive on the heap of a node, in the mean of all, in bytes.
	 */
	double liveBytesPerNode() {
		return this.nodes.stream().mapToLong(ApplicationProcess::liveBytes).average().orElseThrow();
	}

	double redisBytesPerSession() {
		try (RedisObserver observer = new RedisObserver(this.redis.port())) {
			return observer.bytesPerSession();
		}
	}

	@Override
	public void close() {
		this.nodes.forEach(ApplicationProcess::close);
		this.redis.close();
		this.company.close();
	}

	@Override
	public String toString() {
		return (this.size == 1) ? "1 node" : this.size + " nodes";
	}

}
