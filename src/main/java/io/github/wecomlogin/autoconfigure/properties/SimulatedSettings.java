package io.github.wecomlogin.autoconfigure.properties;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Replaces the settings of a real company with those of the demo company if the simulator
 * is enabled, so that a profile can enable the simulator although it cannot remove keys.
 * The replaced values are not used: WeCom is not called, and no real credentials reach
 * the simulator.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SimulatedSettings implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(SimulatedSettings.class);

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof WeComProperties properties) {
			replace(properties);
		}
		return bean;
	}

	private static void replace(WeComProperties properties) {
		List<String> replaced = new ArrayList<>();
		if (!properties.isEmpty() || properties.getRegistration().isEmpty()) {
			replace("wecom", properties, replaced);
		}
		properties.getRegistration().forEach((id, one) -> replace("wecom.registration." + id, one, replaced));
		if (properties.getContactCallback().getCorpId() != null) {
			properties.getContactCallback().setCorpId(DemoCredentials.CORP_ID);
		}
		if (isElsewhere(properties.getBaseUrl())) {
			properties.setBaseUrl(null);
			replaced.add("wecom.base-url");
		}
		if (isPresent(properties.getHttp().getProxy())) {
			properties.getHttp().setProxy(null);
			replaced.add("wecom.http.proxy");
		}
		if (!replaced.isEmpty()) {
			logger.warn(Texts.OPERATORS.inBoth("startup.simulator-ignores", String.join(", ", replaced)));
		}
	}

	private static void replace(String name, WeComRegistrationProperties registration, List<String> replaced) {
		if (isPresent(registration.getCorpId()) && !DemoCredentials.CORP_ID.equals(registration.getCorpId())) {
			replaced.add(name + ".corp-id");
		}
		if (isPresent(registration.getAgentId()) && !DemoCredentials.AGENT_ID.equals(registration.getAgentId())) {
			replaced.add(name + ".agent-id");
		}
		if (isPresent(registration.getSecret()) && !DemoCredentials.SECRET.equals(registration.getSecret())) {
			replaced.add(name + ".secret");
		}
		registration.setCorpId(DemoCredentials.CORP_ID);
		registration.setAgentId(DemoCredentials.AGENT_ID);
		registration.setSecret(DemoCredentials.SECRET);
	}

	/**
	 * Whether a URL is not a loopback URL, to which the simulator does not redirect.
	 */
	private static boolean isElsewhere(@Nullable String baseUrl) {
		if (!isPresent(baseUrl)) {
			return false;
		}
		try {
			URI uri = URI.create(baseUrl.strip());
			return uri.getHost() != null && !PropertyChecks.isLoopback(baseUrl.strip());
		}
		catch (IllegalArgumentException ex) {
			// Rejected when the property is mapped
			return false;
		}
	}

	private static boolean isPresent(@Nullable String value) {
		return value != null && !value.isBlank();
	}

}
