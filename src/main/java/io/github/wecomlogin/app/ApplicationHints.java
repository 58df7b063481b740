package io.github.wecomlogin.app;

import java.util.List;

import io.github.wecomlogin.app.doctor.DoctorCommand;
import io.github.wecomlogin.web.page.Brand;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Registers hints for native images: what the templates read, and the texts for
 * operators.
 */
final class ApplicationHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerResourceBundle(getClass().getPackageName() + ".operators");
		hints.resources().registerResourceBundle(DoctorCommand.class.getPackageName() + ".texts");
		for (Class<?> model : List.of(Application.class, Brand.class, CachedList.class, SignInNotice.class,
				SimulatorUrls.class)) {
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), model);
			hints.reflection().registerType(model, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

}
