package io.github.wecomlogin.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedLog;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.MemberKey;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;

/**
 * Publishes a {@link WeComMemberGoneEvent} on each node when one of them has found out
 * that a member is gone, if the application has a listener for it. Remembers gone members
 * for an hour after they were last looked for, or until one signs in or is confirmed
 * again, so that the event is published once.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class GoneMembers implements ApplicationListener<InteractiveAuthenticationSuccessEvent>,
		SmartInitializingSingleton, AutoCloseable {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(400);

	private static final Duration RETENTION = Duration.ofHours(1);

	/**
	 * Time during which a member who is refused again is not announced again. Shorter
	 * than the retention time, so that all nodes remember the member while checks go on.
	 */
	private static final Duration REPEAT_INTERVAL = RETENTION.dividedBy(2);

	private static final int MAX_ENTRIES = 100_000;

	/**
	 * Message about a member who is back, in the place of the code of a refusal.
	 */
	private static final String BACK = "back";

	private static final ResolvableType EVENT_TYPE = ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class,
			WeComMemberGoneEvent.class);

	private static final Log logger = LogFactory.getLog(GoneMembers.class);

	private final LogThrottle listenerFailures = new LogThrottle(1, Ticker.systemTicker());

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("gone");

	private final Queue<Announcement> announcements = new ConcurrentLinkedQueue<>();

	// With the System.nanoTime() of the last message that all nodes can read
	private final Map<MemberKey, Long> gone = Caffeine.newBuilder()
		.executor(Runnable::run)
		.expireAfterAccess(RETENTION)
		.maximumSize(MAX_ENTRIES)
		.<MemberKey, Long>build()
		.asMap();

	private final Map<WeComRegistration, SharedLog> logs = new LinkedHashMap<>();

	private final WeComRegistrations registrations;

	private final ApplicationEventPublisher events;

	private volatile boolean listenedTo;

	/**
	 * Creates the bean.
	 * @param registrations the registrations that members sign in with
	 * @param sharedStores the stores that nodes share, if any
	 * @param events publishes {@link WeComMemberGoneEvent}
	 */
	public GoneMembers(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
			ApplicationEventPublisher events) {
		this.registrations = registrations;
		this.events = events;
		for (WeComRegistration registration : registrations) {
			SealedStore store = sharedStores.find(registration);
			if (store != null) {
				this.logs.put(registration, new SharedLog(store, "gone"));
			}
		}
	}

	/**
	 * Starts to receive what other nodes find out.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.listenedTo = hasListener();
		if (this.listenedTo && !this.logs.isEmpty()) {
			this.threads.execute(this::receive);
			this.threads.repeat(this::receive, POLL_INTERVAL);
		}
	}

	private boolean hasListener() {
		return this.events instanceof AbstractApplicationContext context && context.getApplicationListeners()
			.stream()
			.anyMatch((each) -> each instanceof GenericApplicationListener listener
					&& listener.supportsEventType(EVENT_TYPE));
	}

	/**
	 * Whether the application listens to the event, so that it is worth a call to find
	 * out whether a member without a session has left.
	 */
	boolean isListenedTo() {
		return this.listenedTo;
	}

	/**
	 * Announces that WeCom refused a member.
	 */
	void gone(WeComUser user, WeComRefusal reason) {
		Long announced = this.gone.get(MemberKey.of(user));
		if (announced == null || System.nanoTime() - announced >= REPEAT_INTERVAL.toNanos()) {
			announce(user, reason.code());
		}
	}

	/**
	 * Announces that a member who was gone is back.
	 */
	void confirmed(WeComUser user) {
		if (this.gone.containsKey(MemberKey.of(user))) {
			announce(user, BACK);
		}
	}

	@Override
	public void onApplicationEvent(InteractiveAuthenticationSuccessEvent event) {
		if (event.getAuthentication().getPrincipal() instanceof WeComUser user) {
			confirmed(user);
		}
	}

	private void announce(WeComUser user, String code) {
		WeComRegistration registration = this.registrations.find(user.getRegistrationId());
		if (this.listenedTo && registration != null) {
			this.announcements.add(new Announcement(registration, code + " " + user.getUserId()));
			this.threads.execute(this::announce);
		}
	}

	private synchronized void announce() {
		for (Announcement next = this.announcements.poll(); next != null; next = this.announcements.poll()) {
			SharedLog log = this.logs.get(next.registration());
			try {
				if (log != null) {
					read(next.registration(), log);
					log.write(next.message());
					if (read(next.registration(), log).contains(next.message())) {
						continue;
					}
					// The store has lost the message, or another node has hidden it
				}
			}
			catch (SharedStoreException ex) {
				// Announced again after the next refusal
			}
			apply(next.registration(), next.message(), System.nanoTime() - REPEAT_INTERVAL.toNanos());
		}
	}

	private synchronized void receive() {
		this.logs.forEach((registration, log) -> {
			try {
				read(registration, log);
			}
			catch (RuntimeException ex) {
				// The store does not answer. An exception would end the repetition
			}
		});
	}

	/**
	 * Applies messages in the order of the log, also those of this node, so that all
	 * nodes come to the same result.
	 */
	private List<String> read(WeComRegistration registration, SharedLog log) {
		List<String> messages = log.read();
		messages.forEach((message) -> apply(registration, message, System.nanoTime()));
		return messages;
	}

	private void apply(WeComRegistration registration, String message, long announced) {
		int space = message.indexOf(' ');
		String code = message.substring(0, Math.max(0, space));
		String userId = message.substring(space + 1);
		String corpId = registration.application().corpId();
		MemberKey key = new MemberKey(registration.registrationId(), Account.of(corpId, userId));
		WeComRefusal reason = WeComRefusal.ofCode(code);
		if (code.equals(BACK)) {
			this.gone.remove(key);
		}
		else if (reason != null && this.gone.put(key, announced) == null) {
			publish(new WeComMemberGoneEvent(registration.registrationId(), corpId, userId, reason));
		}
	}

	private void publish(WeComMemberGoneEvent event) {
		try {
			this.events.publishEvent(event);
		}
		catch (RuntimeException ex) {
			if (this.listenerFailures.next() >= 0) {
				logger.error(ExplainedException.of(Texts.OPERATORS.both("refusal.listener", "WeComMemberGoneEvent"), ex)
					.getMessage());
			}
		}
	}

	/**
	 * Stops receiving messages and publishing events.
	 */
	@Override
	public void close() {
		this.threads.close();
	}

	private record Announcement(WeComRegistration registration, String message) {

	}

}
