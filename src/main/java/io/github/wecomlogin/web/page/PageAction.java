package io.github.wecomlogin.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.refusal.RefusalAction;
import io.github.wecomlogin.refusal.RefusalReference;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor can do on a page.
 *
 * @param url the address, as browsers see it
 * @param label the text
 * @param main whether it is shown as a main action
 */
public record PageAction(String url, String label, boolean main) {

	/**
	 * <em>Internal.</em> Returns the links of a sign-in page: the ways to sign in, and
	 * the support where it can help. The only way is labelled with the action that can
	 * help; if that is the support, it stays as a secondary link for the time when the
	 * cause is removed.
	 * @param help the action that can help, or {@code null} if no sign-in failed
	 * @param reference the reference of the refusal, or {@code null}
	 * @param ways the ways to sign in
	 * @param supportUrl the address of the support, or {@code null}
	 * @param locale the language of labels
	 * @return the links, the main one first
	 */
	public static List<PageAction> of(@Nullable RefusalAction help, @Nullable String reference, List<PageAction> ways,
			@Nullable String supportUrl, Locale locale) {
		List<PageAction> actions = new ArrayList<>(ways);
		if (help != null && ways.size() == 1) {
			boolean helps = help != RefusalAction.SUPPORT;
			actions.set(0, new PageAction(ways.get(0).url(), (helps ? help : RefusalAction.TRY_AGAIN).label(locale),
					helps && ways.get(0).main()));
		}
		if (supportUrl != null && (help == RefusalAction.SUPPORT || help == RefusalAction.OTHER_ACCOUNT)) {
			boolean first = help == RefusalAction.SUPPORT;
			actions.add(first ? 0 : actions.size(), new PageAction(
					RefusalReference.withReference(supportUrl, reference), RefusalAction.SUPPORT.label(locale), first));
		}
		return actions;
	}

}
