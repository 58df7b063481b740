package io.github.wecomlogin.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wecomlogin.session.WeComSessionEndedEvent;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;

/**
 * Publishes an audit event for each ended session.
 */
final class WeComSessionAudit implements ApplicationListener<WeComSessionEndedEvent> {

	static final String TYPE = "SESSION_ENDED";

	private final ApplicationEventPublisher events;

	WeComSessionAudit(ApplicationEventPublisher events) {
		this.events = events;
	}

	@Override
	public void onApplicationEvent(WeComSessionEndedEvent event) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("reason", event.getReason().code());
		data.put("registrationId", event.getUser().getRegistrationId());
		data.put("corpId", event.getUser().getCorpId());
		data.put("signedInAt", event.getSignedInAt());
		if (event.getRemoteAddress() != null) {
			data.put("remoteAddress", event.getRemoteAddress());
		}
		if (event.getWay() != null) {
			data.put("way", event.getWay());
		}
		this.events.publishEvent(new AuditApplicationEvent(new AuditEvent(event.getUser().getName(), TYPE, data)));
	}

}
