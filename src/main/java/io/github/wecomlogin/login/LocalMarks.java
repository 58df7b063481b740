package io.github.wecomlogin.login;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The marks of one kind that this node has set.
 */
final class LocalMarks {

	private final Map<Account, Mark> marks;

	/**
	 * What there was no room for any more holds for everybody.
	 */
	private final AtomicReference<@Nullable Moment> forgotten = new AtomicReference<>();

	LocalMarks(int maxMarks, Ticker ticker, Clock clock) {
		this.marks = Caffeine.newBuilder()
			.expireAfter(Expiry.<Account, Mark>writing((account, mark) -> mark.timeLeft(clock)))
			.maximumSize(maxMarks)
			.ticker(ticker)
			.executor(Runnable::run)
			.evictionListener((account, mark, cause) -> forgotten(mark, cause))
			.<Account, Mark>build()
			.asMap();
	}

	private void forgotten(@Nullable Object mark, RemovalCause cause) {
		if (mark instanceof Mark forgotten && cause == RemovalCause.SIZE) {
			this.forgotten.accumulateAndGet(forgotten.moment(),
					(moment, other) -> (moment != null && other != null) ? moment.latest(other) : other);
		}
	}

	/**
	 * Sets a mark, or moves it forward.
	 * @return the mark that there is now
	 */
	Mark set(Account account, Mark mark) {
		Mark latest = this.marks.merge(account, mark, Mark::latest);
		return (latest != null) ? latest : mark;
	}

	@Nullable Mark find(Account account) {
		return this.marks.get(account);
	}

	/**
	 * Whether a mark that there is no room for may be later than a moment.
	 */
	boolean hasForgottenOneAfter(Moment moment) {
		Moment forgotten = this.forgotten.get();
		return forgotten != null && moment.mayBeBefore(forgotten);
	}

}
