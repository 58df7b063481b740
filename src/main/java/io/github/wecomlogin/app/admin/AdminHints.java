package io.github.wecomlogin.app.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Registers what the templates for administrators read, for native images.
 */
final class AdminHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> MODELS = List.of(CallbacksView.class, ConnectionView.class, NodeView.class,
			RuleEntry.class, RuleView.class, SearchResult.class, ShownDepartment.class, ShownMember.class,
			ShownRefusal.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (Class<?> model : MODELS) {
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), model);
			hints.reflection().registerType(model, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

}
