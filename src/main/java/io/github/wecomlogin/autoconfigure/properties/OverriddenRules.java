package io.github.wecomlogin.autoconfigure.properties;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;

/**
 * Ignores unbound keys of overridden rules. Spring Boot binds a list as a whole from the
 * first source that contains it, so a profile, the environment or a test can replace all
 * rules; its check for unknown keys would then report the lists within the replaced
 * rules.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class OverriddenRules implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("wecom");

	private static final Pattern RULE_KEY = Pattern
		.compile("(wecom(?:\\.registration\\.[^.]+)?\\.roles)\\[\\d+]\\.([a-z-]+)(?:\\[\\d+])?");

	private static final Set<String> KEYS = Set.of("role", "users", "departments", "tags", "positions", "leader",
			"leaderof", "maindepartment", "direct", "match");

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new AbstractBindHandler(bindHandler) {

			@Override
			public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					@Nullable Object result) throws Exception {
				try {
					super.onFinish(name, target, context, result);
				}
				catch (UnboundConfigurationPropertiesException ex) {
					throwForOthers(ex, name, context);
				}
			}

		};
	}

	private static void throwForOthers(UnboundConfigurationPropertiesException ex, ConfigurationPropertyName name,
			BindContext context) {
		Set<ConfigurationProperty> others = new TreeSet<>(ex.getUnboundProperties());
		if (name.equals(PREFIX)) {
			others.removeIf((property) -> isOverridden(property, context));
		}
		if (others.size() == ex.getUnboundProperties().size()) {
			throw ex;
		}
		if (!others.isEmpty()) {
			throw new UnboundConfigurationPropertiesException(others);
		}
	}

	private static boolean isOverridden(ConfigurationProperty property, BindContext context) {
		Matcher key = RULE_KEY.matcher(property.getName().toString().toLowerCase(Locale.ROOT));
		if (!key.matches() || !KEYS.contains(key.group(2).replace("-", ""))) {
			return false;
		}
		ConfigurationPropertyName rules = ConfigurationPropertyName.of(key.group(1));
		for (ConfigurationPropertySource source : context.getSources()) {
			if (source.getConfigurationProperty(rules) != null
					|| source.containsDescendantOf(rules) == ConfigurationPropertyState.PRESENT) {
				return source != property.getSource();
			}
		}
		return false;
	}

}
