package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wecomlogin.fixture.ApiCall;
import io.github.wecomlogin.fixture.FaultyProxy;
import io.github.wecomlogin.fixture.FaultyProxy.Answer;
import io.github.wecomlogin.fixture.RunningApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whichever byte of an answer arrives as another one: nobody is ever signed in as
 * somebody else.
 */
class CorruptedIdentityTests {

	private static FaultyProxy proxy;

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		proxy = new FaultyProxy();
		application = new RunningApplication("wecom.scope=snsapi_privateinfo", "wecom.endpoints.api=" + proxy.url(),
				"wecom.limits.rejected-codes-per-address=10000");
		proxy.to(application.wecom().port());
		application.wecom().signInAs("wangwu");
	}

	@AfterAll
	static void stop() {
		application.close();
		proxy.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "GETUSERINFO", "GETUSERDETAIL", "GETUSER" })
	void whenAByteOfTheAnswerIsAnotherThenMemberIsTheSameOrRefused(ApiCall call) {
		assertThat(signIn()).isEqualTo("wangwu");
		AtomicInteger length = new AtomicInteger(Integer.MAX_VALUE);
		Set<String> outcomes = new TreeSet<>();
		int refusedInARow = 0;
		for (int i = 0; i < length.get(); i++) {
			int position = i;
			proxy.inject(call.path(), 1, (exchange) -> {
				Answer answer = exchange.ask();
				byte[] body = answer.body().clone();
				length.set(body.length);
				body[position] ^= 1;
				exchange.write(answer.withBody(body));
			});
			String outcome = signIn();
			outcomes.add(outcome);
			refusedInARow = outcome.equals("wangwu") ? 0 : refusedInARow + 1;
			if (refusedInARow == 5) {
				// Or so many failures in a row would stop the calls
				assertThat(signIn()).isEqualTo("wangwu");
				refusedInARow = 0;
			}
		}
		assertThat(outcomes).contains("wangwu", "wecom_unavailable", "misconfigured")
			.isSubsetOf("wangwu", "wecom_unavailable", "misconfigured", "outsider", "not_visible", "not_active",
					"code_rejected");
	}

	private static String signIn() {
		HttpResponse<String> response = application.inWeCom().open("/");
		return response.uri().getPath().equals("/")
				? response.body().replaceAll(".*\"userId\":\"([^\"]*)\".*", "$1").toLowerCase(Locale.ROOT)
				: response.uri().getQuery().replaceAll("error=|&ref=.*", "");
	}

}
