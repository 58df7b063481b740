package io.github.wecomlogin.autoconfigure.properties;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Binds the properties with the checks of a start, but leaves out the values that cannot
 * be bound.
 */
final class LenientBinding {

	private LenientBinding() {
	}

	static WeComProperties bind(ConfigurableEnvironment environment, Problems problems) {
		WeComProperties properties = new WeComProperties();
		BindHandler strict = new UnusableValues(environment).apply(new OverriddenRules()
			.apply(new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter())));
		Binder.get(environment)
			.bind(ConfigurationPropertyName.of("wecom"), Bindable.ofInstance(properties),
					new Collecting(strict, problems));
		return properties;
	}

	/**
	 * Adds each failure to the problems and goes on without the value.
	 */
	private static final class Collecting extends AbstractBindHandler {

		private final Set<ConfigurationPropertyName> failed = new HashSet<>();

		private final Problems problems;

		Collecting(BindHandler parent, Problems problems) {
			super(parent);
			this.problems = problems;
		}

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) {
			this.failed.add(name);
			try {
				return super.onFailure(name, target, context, error);
			}
			catch (InvalidWeComPropertyException ex) {
				this.problems.add(ex);
			}
			catch (UnboundConfigurationPropertiesException ex) {
				add(ex.getUnboundProperties());
			}
			catch (Exception ex) {
				// Without the value, which may be secret
				this.problems.add(new InvalidWeComPropertyException(name.toString(),
						Texts.OPERATORS.both("problem.type", target.getType().toClass().getSimpleName()),
						Texts.OPERATORS.both("remedy.type")));
			}
			return null;
		}

		@Override
		public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				@Nullable Object result) throws Exception {
			try {
				super.onFinish(name, target, context, result);
			}
			catch (UnboundConfigurationPropertiesException ex) {
				Set<ConfigurationProperty> unbound = new TreeSet<>(ex.getUnboundProperties());
				unbound.removeIf((property) -> isFailed(property.getName()));
				add(unbound);
			}
		}

		private void add(Set<ConfigurationProperty> unbound) {
			for (ConfigurationProperty property : new TreeSet<>(unbound)) {
				UnknownWeComPropertyFailureAnalyzer.Explanation explanation = UnknownWeComPropertyFailureAnalyzer
					.explain(new UnboundConfigurationPropertiesException(Set.of(property)));
				if (explanation != null) {
					this.problems.add(property.getName().toString(), explanation.problem(), explanation.remedy());
				}
			}
		}

		/**
		 * Whether a key is known, but its value is not bound because it, or the list that
		 * it belongs to, has failed.
		 */
		private boolean isFailed(ConfigurationPropertyName name) {
			return this.failed.stream().anyMatch((other) -> other.equals(name) || other.isAncestorOf(name));
		}

	}

}
