package io.github.wecomlogin.packaging;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members who sign in one after the other, several at a time, each with a fresh browser.
 * Who does not succeed clicks once again, in the same browser, and is lost if that does
 * not help either.
 */
final class SignInLoad implements AutoCloseable {

	private static final int AT_A_TIME = 4;

	private static final Duration PAUSE = Duration.ofMillis(100);

	private static final List<String> MEMBERS = List.of("zhangsan", "lisi", "wangwu", "zhaoliu", "chenjing", "markup");

	private final ScheduledExecutorService members = Executors.newScheduledThreadPool(AT_A_TIME);

	private final AtomicInteger next = new AtomicInteger();

	private final Map<String, Integer> reasons = new TreeMap<>();

	private final URI site;

	private int signIns;

	private int atOnce;

	private int afterAnotherClick;

	private int wrongIdentities;

	private int inARow;

	private Duration longest = Duration.ZERO;

	private SignInLoad(URI site) {
		this.site = site;
	}

	static SignInLoad start(URI site) {
		SignInLoad load = new SignInLoad(site);
		for (int i = 0; i < AT_A_TIME; i++) {
			load.members.scheduleWithFixedDelay(load::signIn, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		}
		return load;
	}

	private void signIn() {
		Member member = new Member(this.site, MEMBERS.get(this.next.getAndIncrement() % MEMBERS.size()));
		long start = System.nanoTime();
		Member.Outcome first = member.signIn();
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		Member.Outcome second = first.signedIn() ? first : member.signIn();
		count(first, second, time);
	}

	private synchronized void count(Member.Outcome first, Member.Outcome second, Duration time) {
		this.signIns++;
		if (first.wrong() || second.wrong()) {
			this.wrongIdentities++;
		}
		if (first.signedIn()) {
			this.atOnce++;
		}
		else {
			this.reasons.merge(first.reason(), 1, Integer::sum);
			if (second.signedIn()) {
				this.afterAnotherClick++;
			}
			else {
				this.reasons.merge("again: " + second.reason(), 1, Integer::sum);
			}
		}
		this.inARow = first.signedIn() ? this.inARow + 1 : 0;
		this.longest = (time.compareTo(this.longest) > 0) ? time : this.longest;
	}

	/**
	 * Returns how many have signed in without a failure in between, up to now.
	 */
	synchronized int inARow() {
		return this.inARow;
	}

	synchronized int signIns() {
		return this.signIns;
	}

	synchronized int wrongIdentities() {
		return this.wrongIdentities;
	}

	/**
	 * Returns how many were not signed in by the first click.
	 */
	synchronized int lostAtFirst() {
		return this.signIns - this.atOnce;
	}

	/**
	 * Returns how many were not signed in by two clicks.
	 */
	synchronized int lost() {
		return lostAtFirst() - this.afterAnotherClick;
	}

	synchronized Duration longest() {
		return this.longest;
	}

	/**
	 * Returns where the sign-ins that did not succeed ended, and how many each.
	 */
	synchronized Map<String, Integer> reasons() {
		return new TreeMap<>(this.reasons);
	}

	/**
	 * Waits until all who have begun are done. Nobody begins after that.
	 */
	@Override
	public void close() {
		this.members.shutdown();
		try {
			assertThat(this.members.awaitTermination(90, TimeUnit.SECONDS)).as("all sign-ins came to an end").isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
