package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.wecomlogin.event.WeComContactChanged;
import io.github.wecomlogin.event.WeComEvent;
import io.github.wecomlogin.event.WeComEventQueue;
import io.github.wecomlogin.event.WeComOtherEvent;
import io.github.wecomlogin.fixture.MovableClock;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.session.LeaverTests;
import io.github.wecomlogin.session.WeComSessions;
import io.github.wecomlogin.simulator.SimulatedCallback;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Department;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.simulator.company.Tag;
import io.github.wecomlogin.store.RedisServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From a callback of WeCom's to the session that ends, on real ports.
 */
class EventTests {

	private static final String TOKEN = "Token0123456789";

	private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	private static final String[] PROPERTIES = { "wecom.callback.token=" + TOKEN,
			"wecom.callback.encoding-aes-key=" + AES_KEY, "wecom.contact-callback.token=" + TOKEN,
			"wecom.contact-callback.encoding-aes-key=" + AES_KEY, "wecom.roles[0].role=HR",
			"wecom.roles[0].departments[0]=2", "wecom.roles[1].role=ON_CALL", "wecom.roles[1].tags[0]=7" };

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication(Application.class, PROPERTIES);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		// What a test leaves behind is none of the next one
		await(() -> application.bean(WeComEventQueue.class).pending() == 0);
		application.reset();
		application.bean(Listener.class).reset();
		application.bean(LeaverTests.Ends.class).all().clear();
	}

	@Test
	void whenAddressesAreCheckedThenBothAnswer() {
		assertThat(app(application).checkUrl()).isTrue();
		assertThat(contacts(application).checkUrl()).isTrue();
		assertThat(app(application).withCorpId("wwanother000000000").checkUrl()).isFalse();
		assertThat(app(application).withClock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-11))).checkUrl())
			.isFalse();
	}

	static Stream<Arguments> leavings() {
		return Stream.of(
				Arguments.of("unsubscribe", changes((employee) -> employee.withVisible(false)),
						callback((calls) -> app(calls).unsubscribe("zhangsan")), "not_visible"),
				Arguments.of("disabled", changes((employee) -> employee.withStatus(Employee.DISABLED)),
						callback((calls) -> contacts(calls).updateUserStatus("zhangsan", 2)), "not_active"),
				Arguments.of("left", changes((employee) -> employee.withStatus(Employee.LEFT)),
						callback((calls) -> contacts(calls).updateUserStatus("zhangsan", 5)), "not_active"),
				Arguments.of("deleted",
						(Consumer<RunningApplication>) (node) -> node.wecom().company().remove("zhangsan"),
						callback((calls) -> contacts(calls).deleteUser("zhangsan")), "not_visible"),
				Arguments.of("renamed",
						(Consumer<RunningApplication>) (node) -> node.wecom().company().remove("zhangsan"),
						callback((calls) -> contacts(calls).renameUser("ZhangSan", "zs")), "not_visible"),
				Arguments.of("unknown", changes((employee) -> employee.withStatus(Employee.DISABLED)), callback(
						(calls) -> contacts(calls).send("<xml><MsgType>event</MsgType><Event>change_contact</Event>"
								+ "<ChangeType>freeze_user</ChangeType><UserID>zhangsan</UserID></xml>")),
						"not_active"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("leavings")
	void whenWeComTellsThatAMemberLeftThenTheirSessionsEnd(String name, Consumer<RunningApplication> change,
			Consumer<RunningApplication> callback, String reason) {
		TestBrowser desktop = application.signedIn(application.desktop(), "zhangsan");
		TestBrowser phone = application.signedIn(application.inWeCom(), "zhangsan");
		TestBrowser other = application.signedIn(application.desktop(), "lisi");
		change.accept(application);
		callback.accept(application);
		await(() -> application.bean(LeaverTests.Ends.class).all().size() == 2);
		assertThat(application.bean(LeaverTests.Ends.class).all())
			.allSatisfy((event) -> assertThat(event.getReason().code()).isEqualTo(reason));
		assertThat(desktop.open("/page").uri().toString()).endsWith("error=" + reason);
		HttpResponse<String> script = phone.with("Accept", "application/json").get("/page");
		assertThat(script.statusCode()).isEqualTo(401);
		assertThat(script.body()).contains("\"reason\":\"" + reason + "\"");
		phone.with("Accept", "text/html");
		int silent = application.wecom().calls(SimulatedWeCom.GETUSERINFO);
		assertThat(phone.open("/page").body()).contains(
				reason.equals("not_active") ? "Your account is not active" : "This application is not open to you yet");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).as("no sign-in by itself").isEqualTo(silent);
		assertThat(other.get("/page").statusCode()).isEqualTo(200);
	}

	@Test
	void whenWeComTellsOfAnotherDepartmentThenRolesFollow() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		assertThat(browser.get("/").body()).contains("ROLE_HR");
		changes((employee) -> employee.withDepartments(3)).accept(application);
		contacts(application).updateUser("zhangsan", 3);
		await(() -> !browser.get("/").body().contains("ROLE_HR"));
		assertThat(browser.get("/").body()).contains("zhangsan");
	}

	@Test
	void whenWeComTellsOfAMovedDepartmentThenRolesOfItsMembersFollow() {
		TestBrowser browser = application.signedIn(application.desktop(), "wangwu");
		assertThat(browser.get("/").body()).doesNotContain("ROLE_HR");
		application.wecom().company().removeDepartment(31);
		application.wecom().company().add(new Department(31, "平台组", 2));
		contacts(application).updateParty(31, 2);
		await(() -> browser.get("/").body().contains("ROLE_HR"));
	}

	@Test
	void whenWeComTellsOfATagThenRolesFollow() {
		TestBrowser wangwu = application.signedIn(application.desktop(), "wangwu");
		TestBrowser chenjing = application.signedIn(application.desktop(), "chenjing");
		assertThat(wangwu.get("/").body()).contains("ROLE_ON_CALL");
		assertThat(chenjing.get("/").body()).contains("ROLE_ON_CALL");
		application.wecom().company().removeTag(7);
		application.wecom().company().add(Tag.of(7, "值班").withDepartments(311));
		contacts(application).updateTag(7, List.of(), List.of("wangwu"), List.of(), List.of());
		await(() -> !wangwu.get("/").body().contains("ROLE_ON_CALL"));
		application.wecom().company().removeTag(7);
		application.wecom().company().add(Tag.of(7, "值班"));
		contacts(application).updateTag(7L, List.of(), List.of(), List.of(), List.of(311L));
		await(() -> !chenjing.get("/").body().contains("ROLE_ON_CALL"));
	}

	@Test
	void whenSomebodyComesThenListsAreReadAgain() {
		application.signedIn(application.desktop(), "zhangsan");
		int before = application.wecom().calls(SimulatedWeCom.DEPARTMENT_LIST);
		List<Consumer<RunningApplication>> comings = List.of((node) -> app(node).subscribe("lisi"),
				(node) -> contacts(node).createUser("new", 2), (node) -> contacts(node).createParty(77, 2));
		for (int i = 0; i < comings.size(); i++) {
			comings.get(i).accept(application);
			int expected = before + i + 1;
			await(() -> {
				application.signedIn(application.desktop(), "zhangsan");
				return application.wecom().calls(SimulatedWeCom.DEPARTMENT_LIST) == expected;
			});
		}
	}

	@Test
	void whenEventIsSentAgainThenItCostsOneQuestionAndNothingElse() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		int before = application.wecom().calls(SimulatedWeCom.GETUSER);
		SimulatedCallback callback = app(application);
		SimulatedCallback.Sealed old = callback.seal("<xml><FromUserName>zhangsan</FromUserName>"
				+ "<MsgType>event</MsgType><Event>unsubscribe</Event></xml>");
		for (int i = 0; i < 20; i++) {
			assertThat(callback.sendRaw(old.query(), old.body()).status()).isEqualTo(200);
		}
		await(() -> application.bean(WeComEventQueue.class).pending() == 0
				&& application.wecom().calls(SimulatedWeCom.GETUSER) > before);
		assertThat(browser.get("/page").statusCode()).isEqualTo(200);
		assertThat(browser.get("/page").statusCode()).isEqualTo(200);
		// One for each, and now and then one for a page that came in the midst of it
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER) - before).isBetween(1, 30);
		assertThat(application.bean(LeaverTests.Ends.class).all()).isEmpty();
	}

	@Test
	void whenNobodyIsSignedInThenAnEventCostsNothing() {
		// Nobody ever was, so that nothing is still going on
		try (RunningApplication quiet = new RunningApplication(Application.class, PROPERTIES)) {
			contacts(quiet).deleteUser("zhangsan");
			await(() -> quiet.bean(Listener.class).events.size() == 1
					&& quiet.bean(WeComEventQueue.class).pending() == 0);
			assertThat(quiet.wecom().calls(SimulatedWeCom.GETUSER)).isZero();
		}
	}

	@Test
	void whenWeComIsAwayThenTheEventWaitsUntilItAnswers() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		application.wecom().fail(SimulatedWeCom.GETUSER, 50003);
		changes((employee) -> employee.withStatus(Employee.LEFT)).accept(application);
		contacts(application).deleteUser("zhangsan");
		await(() -> application.bean(Listener.class).events.size() == 1);
		assertThat(browser.get("/page").statusCode()).isEqualTo(200);
		application.wecom().fail(SimulatedWeCom.GETUSER, 0);
		application.bean(MovableClock.class).advance(Duration.ofSeconds(16));
		await(() -> browser.get("/page").statusCode() == 302);
	}

	@Test
	void whenEventsComeOutOfOrderThenOnlyHowThingsAreCounts() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		changes((employee) -> employee.withStatus(Employee.LEFT)).accept(application);
		app(application).unsubscribe("zhangsan");
		app(application).subscribe("zhangsan");
		await(() -> browser.get("/page").statusCode() == 302);
		changes((employee) -> employee.withStatus(Employee.ACTIVE)).accept(application);
		TestBrowser again = application.signedIn(application.desktop(), "zhangsan");
		app(application).unsubscribe("zhangsan");
		await(() -> application.bean(Listener.class).events.size() == 3);
		assertThat(again.get("/page").statusCode()).isEqualTo(200);
	}

	@Test
	void whenApplicationListensThenItHearsAllAndOnceMoreIfItFails() {
		Listener listener = application.bean(Listener.class);
		listener.failures.set(1);
		contacts(application).updateUser("zhangsan", 2, 3);
		app(application).send(
				"<xml><FromUserName>zhangsan</FromUserName><MsgType>text</MsgType>" + "<Content>hello</Content></xml>");
		await(() -> listener.events.size() == 2);
		assertThat(listener.contacts).singleElement().satisfies((event) -> {
			assertThat(event.getUserId()).isEqualTo("zhangsan");
			assertThat(event.getDepartments()).containsExactly(2L, 3L);
		});
		assertThat(listener.events).anySatisfy((event) -> {
			assertThat(event).isInstanceOf(WeComOtherEvent.class);
			assertThat(event.getField("Content")).isEqualTo("hello");
		});
	}

	@Test
	void whenCallbackIsForgedThenNothingHappensAndNoSessionIsMade() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		int before = application.wecom().calls(SimulatedWeCom.GETUSER);
		int sessions = application.bean(SessionRecorder.class).created();
		SimulatedCallback forger = application.wecom()
			.callback(application.url() + "/wecom/callback/wecom", "AnotherToken", AES_KEY);
		assertThat(forger.unsubscribe("zhangsan")).isEqualTo(new SimulatedCallback.Reply(403, ""));
		assertThat(app(application).withCorpId("wwanother000000000").unsubscribe("zhangsan"))
			.isEqualTo(new SimulatedCallback.Reply(403, ""));
		assertThat(application.wecom()
			.callback(application.url() + "/wecom/callback/unknown", TOKEN, AES_KEY)
			.unsubscribe("zhangsan")
			.status()).isEqualTo(404);
		assertThat(browser.get("/page").statusCode()).isEqualTo(200);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(before);
		assertThat(application.bean(SessionRecorder.class).created()).isEqualTo(sessions);
		assertThat(application.bean(Listener.class).events).isEmpty();
	}

	@Test
	void whenOneNodeIsToldThenTheOtherKnows() {
		String[] properties = redis.asStore(PROPERTIES);
		try (RunningApplication one = new RunningApplication(Application.class, properties);
				RunningApplication two = one.another(Application.class, properties)) {
			List<Long> onOne = new ArrayList<>();
			List<Long> onTwo = new ArrayList<>();
			List<Long> alone = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				alone.add(micros(application, application));
				onOne.add(micros(one, one));
				onTwo.add(micros(one, two));
			}
			System.out.printf(
					"From the event to the first refused request (median of 5): one node %s, the node of a "
							+ "cluster that was told %s, the other node %s%n",
					median(alone), median(onOne), median(onTwo));
		}
	}

	/**
	 * How long it takes from sending the event until a request is refused, with pages
	 * asked for all the time.
	 */
	private static long micros(RunningApplication told, RunningApplication asked) {
		changes(told, (employee) -> employee.withStatus(Employee.ACTIVE));
		TestBrowser browser = told.signedIn(told.desktop(), "zhangsan");
		TestBrowser there = (told == asked) ? browser : asked.desktop().withCookiesOf(browser);
		assertThat(there.get("/page").statusCode()).isEqualTo(200);
		changes(told, (employee) -> employee.withStatus(Employee.LEFT));
		SimulatedCallback callback = app(told);
		long start = System.nanoTime();
		assertThat(callback.unsubscribe("zhangsan").status()).isEqualTo(200);
		await(() -> there.get("/page").statusCode() == 302, Duration.ZERO);
		return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
	}

	private static String median(List<Long> micros) {
		return "%.1f ms".formatted(micros.stream().sorted().skip(micros.size() / 2).findFirst().orElseThrow() / 1000.0);
	}

	@Test
	void whenSessionsCanBeListedThenLeaversAreGoneFromTheListAtOnce() {
		application.signedIn(application.desktop(), "zhangsan");
		WeComSessions sessions = application.bean(WeComSessions.class);
		assertThat(sessions.find(SimulatedWeCom.CORP_ID, "zhangsan")).hasSize(1);
		application.wecom().company().remove("zhangsan");
		contacts(application).deleteUser("zhangsan");
		await(() -> sessions.find(SimulatedWeCom.CORP_ID, "zhangsan").isEmpty());
	}

	private static SimulatedCallback app(RunningApplication node) {
		return node.wecom().callback(node.url() + "/wecom/callback/wecom", TOKEN, AES_KEY);
	}

	private static SimulatedCallback contacts(RunningApplication node) {
		return node.wecom().callback(node.url() + "/wecom/callback/contacts", TOKEN, AES_KEY);
	}

	private static Consumer<RunningApplication> callback(Consumer<RunningApplication> callback) {
		return callback;
	}

	private static Consumer<RunningApplication> changes(UnaryOperator<Employee> change) {
		return (node) -> changes(node, change);
	}

	private static void changes(RunningApplication node, UnaryOperator<Employee> change) {
		node.wecom().company().update(change.apply(node.wecom().company().employee("zhangsan")));
	}

	private static void await(BooleanSupplier condition) {
		await(condition, Duration.ofMillis(20));
	}

	private static void await(BooleanSupplier condition, Duration pause) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("in time").isLessThan(end);
			LockSupport.parkNanos(pause.toNanos());
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ LeaverTests.Application.class, Listener.class, MovableClock.class })
	static class Application {

	}

	static class Listener {

		private final List<WeComEvent> events = new CopyOnWriteArrayList<>();

		private final List<WeComContactChanged> contacts = new CopyOnWriteArrayList<>();

		private final AtomicInteger failures = new AtomicInteger();

		void reset() {
			this.events.clear();
			this.contacts.clear();
		}

		@EventListener
		void event(WeComEvent event) {
			if (this.failures.getAndUpdate((failures) -> Math.max(0, failures - 1)) > 0) {
				throw new IllegalStateException("not ready");
			}
			this.events.add(event);
		}

		@EventListener
		void contact(WeComContactChanged event) {
			if (this.contacts.stream().noneMatch((known) -> known == event)) {
				this.contacts.add(event);
			}
		}

	}

}
