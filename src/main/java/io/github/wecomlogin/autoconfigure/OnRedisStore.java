package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.autoconfigure.properties.WeComProperties.Store;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether {@code wecom.store} is {@code redis}, read as the property itself is: a blank
 * at its end would otherwise leave each node on its own without a word.
 */
final class OnRedisStore extends SpringBootCondition {

	private static final String STORE = "wecom.store";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("WeCom store");
		try {
			Store store = Binder.get(context.getEnvironment()).bind(STORE, Store.class).orElse(Store.MEMORY);
			return new ConditionOutcome(store == Store.REDIS, message.because(STORE + " is " + store));
		}
		catch (BindException ex) {
			// The properties themselves say so
			return ConditionOutcome.noMatch(message.because(STORE + " cannot be read"));
		}
	}

}
