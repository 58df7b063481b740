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
 * Matches if {@code wecom.store} is {@code redis}. Binds the value like the property
 * itself, so that differences in case or trailing blanks do not silently disable the
 * shared store.
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
			// Reported by the binding of the properties
			return ConditionOutcome.noMatch(message.because(STORE + " cannot be read"));
		}
	}

}
