package io.github.wecomlogin.app.setup;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Registers what the templates of {@code /setup} read, for native images.
 */
final class SetupHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> MODELS = List.of(SetupApplication.class, SetupGuide.class, SetupReport.class,
			ShownFinding.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (Class<?> model : MODELS) {
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), model);
			hints.reflection().registerType(model, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

}
