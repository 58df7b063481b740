package io.github.wecomlogin.token;

import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.web.SiteAddress;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the member who was refused for want of an account in the hand-over.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class PendingMembers implements WeComPendingMember {

	private final HandOverCookies cookies;

	private final SameOrigin sameOrigin;

	public PendingMembers(HandOverCookies cookies, SiteAddress site) {
		this.cookies = cookies;
		this.sameOrigin = new SameOrigin(site);
	}

	@Override
	public @Nullable WeComUser find(HttpServletRequest request) {
		HandOverCookies.Found found = this.sameOrigin.permits(request) ? this.cookies.find(request) : null;
		if (found == null || !found.handOver().isPending()) {
			return null;
		}
		return found.handOver()
			.user(found.registration().registrationId(), found.registration().application().corpId());
	}

}
