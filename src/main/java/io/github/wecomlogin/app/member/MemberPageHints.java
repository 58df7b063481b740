package io.github.wecomlogin.app.member;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Registers what the templates about members read, for native images.
 */
final class MemberPageHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> MODELS = List.of(AccountView.class, DepartmentView.class, ExplainedRole.class,
			LookupNotice.class, MemberDetails.class, MemberLookup.class, MemberRoles.class, MemberSessions.class,
			Membership.class, ShownSession.class, ShownTime.class, SignInOption.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (Class<?> model : MODELS) {
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), model);
			hints.reflection().registerType(model, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

}
