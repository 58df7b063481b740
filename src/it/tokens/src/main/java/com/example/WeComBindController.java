package com.example;

import io.github.wecomlogin.account.JdbcAccounts;
import io.github.wecomlogin.token.WeComPendingMember;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class WeComBindController {

	private final WeComPendingMember pendingMember;

	private final JdbcAccounts accounts;

	private final PasswordLogin passwords;

	WeComBindController(WeComPendingMember pendingMember, JdbcAccounts accounts, PasswordLogin passwords) {
		this.pendingMember = pendingMember;
		this.accounts = accounts;
		this.passwords = passwords;
	}

	@PostMapping("/api/wecom/bind")
	void bind(@RequestBody PasswordLogin.Credentials credentials, HttpServletRequest request) {
		WeComUser member = this.pendingMember.find(request);
		if (member == null) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN);
		}
		this.accounts.bind(member, this.passwords.check(credentials));
	}

}
