package com.example;

import me.chanjar.weixin.common.util.http.apache.DefaultApacheHttpClientBuilder;
import me.chanjar.weixin.cp.api.WxCpService;
import me.chanjar.weixin.cp.api.impl.WxCpServiceImpl;
import me.chanjar.weixin.cp.config.impl.WxCpDefaultConfigImpl;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String START = "/start";

	/**
	 * The threads of the server, so that none waits for a connection.
	 */
	private static final int THREADS = 200;

	@Bean
	WxCpService wecom(@Value("${company}") String company) {
		WxCpDefaultConfigImpl config = new WxCpDefaultConfigImpl();
		config.setCorpId("ww0123456789abcdef");
		config.setCorpSecret("secret");
		config.setAgentId(1000002);
		config.setBaseApiUrl(company);
		// By default ten, and an error after three seconds without one
		DefaultApacheHttpClientBuilder http = DefaultApacheHttpClientBuilder.get();
		http.setMaxConnPerHost(THREADS);
		http.setMaxTotalConn(THREADS);
		config.setApacheHttpClientBuilder(http);
		WxCpService wecom = new WxCpServiceImpl();
		wecom.setWxCpConfigStorage(config);
		return wecom;
	}

	/**
	 * The chain; with {@code direct} the entry point itself starts the sign-in.
	 */
	@Bean
	SecurityFilterChain chain(HttpSecurity http, WxCpService wecom, @Value("${direct:false}") boolean direct) {
		WeComStart start = new WeComStart(wecom, START);
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.exceptionHandling((exceptions) -> exceptions
				.authenticationEntryPoint(direct ? start : new LoginUrlAuthenticationEntryPoint(START)))
			.addFilterBefore(start, UsernamePasswordAuthenticationFilter.class)
			.addFilterBefore(new WeComFilter(wecom), UsernamePasswordAuthenticationFilter.class)
			.build();
	}

}
