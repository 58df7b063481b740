package io.github.wecomlogin.web.page;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.refusal.RefusalAction;

import org.springframework.web.util.HtmlUtils;

/**
 * The HTML of {@link OpenInWeCom}, the same in the page of the library and in that of the
 * ready-made application.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class OpenInWeComSection {

	private OpenInWeComSection() {
	}

	/**
	 * Returns the HTML, with {@link OpenInWeCom#SCRIPT}.
	 */
	public static String html(OpenInWeCom.Ways ways, Locale locale) {
		StringBuilder html = new StringBuilder();
		if (ways.link() != null) {
			html.append("<ul><li><a class=\"button\" href=\"%s\">%s</a></li></ul>\n".formatted(escape(ways.link()),
					escape(RefusalAction.OPEN_IN_WECOM.label(locale))));
		}
		html.append("""
				<label for="address">%s</label>
				<input id="address" type="text" readonly value="%s">
				<button id="copy" class="quiet" type="button" hidden data-done="%s">%s</button>
				""".formatted(text("page.open.address", locale), escape(ways.address()),
				text("page.open.copied", locale), text("page.open.copy", locale)));
		if (ways.qrCode() != null) {
			int size = ways.qrCode().size();
			html.append("""
					<p>%s</p>
					<svg class="qr" viewBox="0 0 %d %d" role="img" aria-label="%s"
					shape-rendering="crispEdges"><path fill="#000" d="%s"/></svg>
					""".formatted(text("page.open.scan", locale), size, size, text("page.open.qr", locale),
					ways.qrCode().path()));
		}
		return html.append("<script>").append(OpenInWeCom.SCRIPT).append("</script>\n").toString();
	}

	private static String text(String key, Locale locale) {
		return escape(Messages.text(key, locale));
	}

	private static String escape(String text) {
		return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
	}

}
