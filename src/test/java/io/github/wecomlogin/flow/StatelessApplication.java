package io.github.wecomlogin.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.wecomlogin.account.WeComAccounts;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.token.WeComPendingMember;
import io.github.wecomlogin.token.WeComSignIn;
import io.github.wecomlogin.token.WeComTokenIssuer;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.web.WeComLogoutHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A back end that keeps no sessions, with accounts of its own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StatelessApplication {

	@Bean
	SecurityFilterChain api(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.requestMatchers("/", "/page/*", "/bind", "/sign-out")
				.permitAll()
				.anyRequest()
				.denyAll())
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf(AbstractHttpConfigurer::disable)
			.build();
	}

	@Bean
	SessionRecorder sessionRecorder() {
		return new SessionRecorder();
	}

	@Bean
	Issuer issuer() {
		return new Issuer();
	}

	@Bean
	Accounts accounts() {
		return new Accounts();
	}

	static final class Issuer implements WeComTokenIssuer {

		final AtomicInteger issued = new AtomicInteger();

		Function<WeComSignIn, Object> answer = Issuer::token;

		@Override
		public Object issue(WeComSignIn signIn, HttpServletRequest request) {
			this.issued.incrementAndGet();
			return this.answer.apply(signIn);
		}

		static Object token(WeComSignIn signIn) {
			return Map.of("token", "opaque-token-of-" + signIn.member().getUserId(), "account",
					signIn.account().getUsername());
		}

	}

	/**
	 * Accounts by user id. Every member has an active one unless a test says otherwise.
	 */
	static final class Accounts implements WeComAccounts {

		final Map<String, UserDetails> byUserId = new ConcurrentHashMap<>();

		boolean forAll = true;

		WeComAccounts others = (member) -> null;

		@Override
		public @Nullable UserDetails find(WeComUser member) {
			UserDetails account = this.byUserId.get(member.getUserId());
			if (account != null) {
				return account;
			}
			return this.forAll ? active("account-" + member.getUserId()) : this.others.find(member);
		}

		static UserDetails active(String name) {
			return User.withUsername(name).password("").build();
		}

	}

	@RestController
	static class Pages {

		private final WeComPendingMember pending;

		private final Accounts accounts;

		private final WeComLogoutHandler logoutHandler;

		Pages(WeComPendingMember pending, Accounts accounts, WeComLogoutHandler logoutHandler) {
			this.pending = pending;
			this.accounts = accounts;
			this.logoutHandler = logoutHandler;
		}

		@GetMapping({ "/", "/page/{name}" })
		String frontEnd() {
			return "front end";
		}

		@PostMapping("/sign-out")
		void signOut(HttpServletRequest request, HttpServletResponse response) {
			this.logoutHandler.logout(request, response, null);
		}

		@PostMapping("/bind")
		String bind(HttpServletRequest request) {
			WeComUser member = this.pending.find(request);
			if (member == null) {
				return "none";
			}
			this.accounts.byUserId.put(member.getUserId(), Accounts.active("bound"));
			return member.getUserId();
		}

	}

}
