package io.github.wecomlogin.autoconfigure.properties;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;

/**
 * Rejects unusable values under {@code wecom}: unresolved placeholders, which Spring Boot
 * binds literally, and values that cannot be converted because of a quotation mark or an
 * invisible character.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class UnusableValues implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("wecom");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]{0,127})}");

	/**
	 * Keys whose values are replaced if the simulator is enabled.
	 */
	private static final Set<String> CREDENTIALS = Set.of("corpid", "agentid", "secret");

	private final Environment environment;

	public UnusableValues(Environment environment) {
		this.environment = environment;
	}

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new AbstractBindHandler(bindHandler) {

			@Override
			public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Object result) {
				ConfigurationProperty property = context.getConfigurationProperty();
				if (property != null && isOurs(property)) {
					refusePlaceholder(property.getName().toString(), resolved(property));
				}
				return super.onSuccess(name, target, context, result);
			}

			@Override
			public Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Exception error) throws Exception {
				ConfigurationProperty property = context.getConfigurationProperty();
				if (property != null && isOurs(property)) {
					String value = resolved(property);
					refusePlaceholder(property.getName().toString(), value);
					refuseOddCharacter(property.getName().toString(), value);
				}
				return super.onFailure(name, target, context, error);
			}

		};
	}

	private String resolved(ConfigurationProperty property) {
		return this.environment.resolvePlaceholders(String.valueOf(property.getValue()));
	}

	private boolean isOurs(ConfigurationProperty property) {
		return PREFIX.isAncestorOf(property.getName()) && !isReplaced(property.getName());
	}

	private boolean isReplaced(ConfigurationPropertyName name) {
		return CREDENTIALS.contains(name.getLastElement(Form.UNIFORM))
				&& this.environment.resolvePlaceholders("${wecom.simulator.enabled:false}").equalsIgnoreCase("true");
	}

	/**
	 * Rejects a value with an unresolved placeholder.
	 */
	public static void refusePlaceholder(String property, String value) {
		Matcher placeholder = PLACEHOLDER.matcher(value);
		if (placeholder.find()) {
			String variable = placeholder.group(1);
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.variable", placeholder.group(), variable),
					Texts.OPERATORS.both("remedy.variable", variable));
		}
	}

	private static void refuseOddCharacter(String property, String value) {
		LocalizedText odd = OddCharacter.firstIn(value);
		if (odd != null) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.character", odd), mend());
		}
	}

	/**
	 * Returns the remedy for an unexpected character.
	 */
	static LocalizedText mend() {
		return Texts.OPERATORS.both("remedy.odd-character");
	}

}
