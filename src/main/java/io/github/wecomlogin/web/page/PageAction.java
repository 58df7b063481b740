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
	 * help if it is a main one, that is, of WeCom. If only the support can help, ways are
	 * secondary links for the time when the cause is removed.
	 * @param help the action that can help, or {@code null} if no sign-in failed
	 * @param reference the reference of the refusal, or {@code null}
	 * @param ways the ways to sign in
	 * @param supportUrl the address of the support, or {@code null}
	 * @param locale the language of labels
	 * @return the links, the main one first
	 */
	public static List<PageAction> of(@Nullable RefusalAction help, @Nullable String reference, List<PageAction> ways,
			@Nullable String supportUrl, Locale locale) {
		boolean onlySupport = help == RefusalAction.SUPPORT;
		List<PageAction> actions = new ArrayList<>();
		for (PageAction way : ways) {
			boolean labelled = help != null && way.main() && ways.size() == 1;
			String label = labelled ? (onlySupport ? RefusalAction.TRY_AGAIN : help).label(locale) : way.label();
			actions.add(new PageAction(way.url(), label, way.main() && !onlySupport));
		}
		if (supportUrl != null && (onlySupport || help == RefusalAction.OTHER_ACCOUNT)) {
			actions.add(onlySupport ? 0 : actions.size(),
					new PageAction(RefusalReference.withReference(supportUrl, reference),
							RefusalAction.SUPPORT.label(locale), onlySupport));
		}
		return actions;
	}

}
