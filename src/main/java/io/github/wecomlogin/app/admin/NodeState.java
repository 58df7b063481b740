package io.github.wecomlogin.app.admin;

import java.time.Instant;
import java.util.Locale;

import io.github.wecomlogin.app.member.ShownTime;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.event.WeComEvent;
import io.github.wecomlogin.event.WeComEventFilter;
import io.github.wecomlogin.event.WeComEventQueue;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.store.RedisSharedStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Reports the state of this node from memory, without calling WeCom or Redis.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
@ImportRuntimeHints(AdminHints.class)
@Component
public class NodeState {

	private final Instant startedAt = Instant.now();

	private final PerRegistration<WeComClient> clients;

	private final ObjectProvider<FilterRegistrationBean<WeComEventFilter>> filters;

	private final ObjectProvider<WeComEventQueue> queues;

	private final ObjectProvider<RedisSharedStore> redis;

	private final KnownMembers members;

	private final RecentRefusals refusals;

	private volatile @Nullable Instant lastCallback;

	NodeState(PerRegistration<WeComClient> clients, ObjectProvider<FilterRegistrationBean<WeComEventFilter>> filters,
			ObjectProvider<WeComEventQueue> queues, ObjectProvider<RedisSharedStore> redis, KnownMembers members,
			RecentRefusals refusals) {
		this.clients = clients;
		this.filters = filters;
		this.queues = queues;
		this.redis = redis;
		this.members = members;
		this.refusals = refusals;
	}

	@EventListener
	void received(WeComEvent event) {
		this.lastCallback = Instant.now();
	}

	/**
	 * Returns the state of the connection to WeCom.
	 */
	public ConnectionView connection(WeComRegistration registration, Locale locale) {
		return ConnectionView.of(this.clients.get(registration).state(), locale);
	}

	/**
	 * Returns what does not belong to a registration.
	 */
	public NodeView node() {
		RedisSharedStore store = this.redis.getIfAvailable();
		return new NodeView(new ShownTime(this.startedAt), callbacks(), (store != null) ? store.isAvailable() : null,
				this.members.size(), this.refusals.latest().size());
	}

	private @Nullable CallbacksView callbacks() {
		FilterRegistrationBean<WeComEventFilter> registration = this.filters.getIfAvailable();
		WeComEventQueue queue = this.queues.getIfAvailable();
		WeComEventFilter filter = (registration != null) ? registration.getFilter() : null;
		if (filter == null || queue == null || filter.sourceIds().isEmpty()) {
			return null;
		}
		return new CallbacksView(String.join(", ", filter.sourceIds()), filter.accepted(), filter.refused(),
				queue.pending(), ShownTime.ofNullable(this.lastCallback));
	}

}
