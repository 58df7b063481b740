package io.github.wecomlogin.app.setup;

import java.util.Locale;

import io.github.wecomlogin.store.SharedStoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Logs at start-up how to open {@code /setup} before an administrator can sign in.
 */
@Component
class SetupAnnouncement {

	private static final Log logger = LogFactory.getLog(SetupAnnouncement.class);

	private final FirstAdministrator administrator;

	private final SetupTokens tokens;

	private final SiteUrl site;

	private final Environment environment;

	private final MessageSource messages;

	SetupAnnouncement(FirstAdministrator administrator, SetupTokens tokens, SiteUrl site, Environment environment,
			MessageSource messages) {
		this.administrator = administrator;
		this.tokens = tokens;
		this.site = site;
		this.environment = environment;
		this.messages = messages;
	}

	@EventListener(ApplicationReadyEvent.class)
	void announce() {
		String port = this.environment.getProperty("local.server.port");
		if (port == null) {
			// No server in a mock environment
			return;
		}
		try {
			if (this.administrator.hasSignedIn()) {
				return;
			}
		}
		catch (SharedStoreException ex) {
			// The link is printed as well, and not accepted until the store answers
			logger.warn(text("setup.log.unknown"));
		}
		boolean tls = Ssl.isEnabled(Binder.get(this.environment).bind("server.ssl", Ssl.class).orElse(null));
		String url = this.site.atStart(port, this.environment.getProperty("server.servlet.context-path", ""), tls)
				+ SetupEntryController.PATH;
		if (this.tokens.isConfigured()) {
			logger.info(text("setup.log.token") + "\n\n    " + url);
		}
		else {
			logger.info(text("setup.log.link") + "\n\n    " + url + "?" + SetupEntryController.TOKEN + "="
					+ this.tokens.newLink() + "\n");
		}
	}

	private String text(String key) {
		return this.messages.getMessage(key, null, Locale.ENGLISH) + " "
				+ this.messages.getMessage(key, null, Locale.CHINESE);
	}

}
