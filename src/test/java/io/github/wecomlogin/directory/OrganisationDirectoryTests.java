package io.github.wecomlogin.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Department;
import io.github.wecomlogin.simulator.company.Tag;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.wecomlogin.directory.DepartmentTreeTests.isWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class OrganisationDirectoryTests {

	private static final SimulatedWeCom weCom = SimulatedWeCom.start();

	private static final Duration REFRESH_AFTER = Duration.ofMinutes(30);

	private static final Duration USABLE_FOR = Duration.ofHours(24);

	/**
	 * Has somebody and a department.
	 */
	private static final long ON_CALL = 7;

	/**
	 * Has members only.
	 */
	private static final long PARTY = 8;

	private final MutableClock clock = new MutableClock();

	private final BackgroundThreads threads = BackgroundThreads.refusingOnceClosed("directory");

	private final WeComClient client = WeComClient
		.forApplication(new WeComApplication(SimulatedWeCom.CORP_ID, SimulatedWeCom.AGENT_ID, SimulatedWeCom.SECRET),
				new WeComHttpSettings(weCom.apiUrl(), Duration.ofSeconds(10), Duration.ofSeconds(20), null))
		.clock(this.clock)
		.build();

	@AfterEach
	void reset() {
		this.threads.close();
		weCom.reset();
	}

	@AfterAll
	static void close() {
		weCom.close();
	}

	@Test
	void whenNothingIsNeededThenNoCall() {
		OrganisationDirectory directory = directory(false);
		assertThat(read(directory, 1, 2, 12345)).isEqualTo(Organisation.UNKNOWN);
		this.clock.advance(USABLE_FOR);
		assertThat(read(directory)).isEqualTo(Organisation.UNKNOWN);
		BackgroundWork.await(this.threads);
		assertThat(directory.parts()).isEmpty();
		assertCalls(0, 0);
		assertThat(weCom.calls(SimulatedWeCom.GETTOKEN)).isZero();
	}

	@Test
	void whenNobodyAsksThenNoCall() {
		OrganisationDirectory directory = directory(true, ON_CALL);
		assertThat(directory.parts()).extracting(DirectoryPart::tagId, DirectoryPart::size, DirectoryPart::isUsable)
			.containsExactly(tuple(null, 0, false), tuple(ON_CALL, 0, false));
		assertCalls(0, 0);
	}

	@Test
	void whenListsAreCachedThenTheyAreThereWithoutACall() {
		OrganisationDirectory directory = directory(true, ON_CALL);
		assertThat(directory.cached()).isEqualTo(Organisation.UNKNOWN);
		assertCalls(0, 0);
		Organisation read = read(directory, 311);
		assertThat(directory.cached()).isEqualTo(read);
		assertCalls(1, 1);
	}

	@Test
	void whenChangeStampIsAnotherThenListsAreReadAgainBeforeUse() {
		OrganisationDirectory directory = directory(true, ON_CALL);
		for (String stamp : List.of("one", "one", "two", "two", "one")) {
			directory.validate(stamp);
			read(directory);
		}
		assertCalls(3, 3);
	}

	@ParameterizedTest
	@CsvSource({ "one;;one, 1", "one;;two, 2", "one;;;two;;two, 2", ";;, 1", ";one, 2", ";one;;one, 2" })
	void whenChangeStampIsNotKnownThenListsStay(String stamps, int reads) {
		OrganisationDirectory directory = directory(true, ON_CALL);
		for (String stamp : stamps.split(";", -1)) {
			directory.validate(stamp);
			read(directory);
		}
		assertCalls(reads, reads);
	}

	@Test
	void whenDepartmentsAreNeededThenTheyAloneAreReadAndOnce() {
		OrganisationDirectory directory = directory(true);
		for (int i = 0; i < 5; i++) {
			Organisation organisation = read(directory, 311);
			assertThat(organisation.departments().size()).isEqualTo(6);
			assertThat(organisation.departments().path(311)).isEqualTo("演示公司/研发部/平台组/安全组");
			assertThat(isWithin(organisation.departments(), 311, 3)).isTrue();
			assertThat(organisation.tags()).isEmpty();
			assertThat(organisation.problems()).isEmpty();
		}
		assertCalls(1, 0);
	}

	@Test
	void whenTagHasNoDepartmentsThenDepartmentsAreNotRead() {
		OrganisationDirectory directory = directory(false, PARTY);
		for (int i = 0; i < 5; i++) {
			Organisation organisation = read(directory, 2);
			assertThat(organisation.tags()).containsOnlyKeys(PARTY);
			assertThat(organisation.tags().get(PARTY).contains("ZhangSan")).isTrue();
			assertThat(organisation.tags().get(PARTY).contains("lisi")).isFalse();
			assertThat(organisation.tags().get(PARTY).name()).isEqualTo("党员");
			assertThat(organisation.departments()).isNull();
			assertThat(organisation.problems()).isEmpty();
		}
		assertCalls(0, 1);
		assertThat(directory.parts()).extracting(DirectoryPart::tagId).containsExactly(PARTY);
	}

	@Test
	void whenTagHasDepartmentsThenDepartmentsAreReadToo() {
		OrganisationDirectory directory = directory(false, ON_CALL, PARTY);
		Organisation organisation = read(directory);
		assertThat(organisation.tags()).containsOnlyKeys(ON_CALL, PARTY);
		assertThat(organisation.tags().get(ON_CALL).departments()).containsExactly(311L);
		assertThat(organisation.departments().contains(311)).isTrue();
		read(directory);
		assertCalls(1, 2);
		assertThat(directory.parts()).extracting(DirectoryPart::tagId).containsExactly(null, ON_CALL, PARTY);
	}

	@Test
	void whenTagGetsADepartmentLaterThenDepartmentsAreReadFromThenOn() {
		OrganisationDirectory directory = directory(false, PARTY);
		assertThat(read(directory).departments()).isNull();
		weCom.company().add(Tag.of(PARTY, "党员").withUsers("zhangsan").withDepartments(4));
		this.clock.advance(REFRESH_AFTER);
		Organisation old = BackgroundWork.whileOccupied(this.threads, () -> read(directory));
		assertThat(old.departments()).isNull();
		BackgroundWork.await(this.threads);
		assertThat(read(directory).departments()).isNotNull();
		assertCalls(1, 2);
	}

	@Test
	void whenPartsAreAskedForThenHowManyAndHowOldWithoutACall() {
		OrganisationDirectory directory = directory(true, ON_CALL, PARTY);
		Instant first = this.clock.instant();
		read(directory);
		this.clock.advance(REFRESH_AFTER.multipliedBy(2));
		assertThat(directory.parts()).containsExactly(new DirectoryPart(null, 6, first, null),
				new DirectoryPart(ON_CALL, 1, first, null), new DirectoryPart(PARTY, 1, first, null));
		assertThat(directory.parts()).allMatch(DirectoryPart::isUsable);
		this.clock.advance(USABLE_FOR);
		assertThat(directory.parts()).containsExactly(new DirectoryPart(null, 0, null, null),
				new DirectoryPart(ON_CALL, 0, null, null), new DirectoryPart(PARTY, 0, null, null));
		assertThat(directory.parts()).noneMatch(DirectoryPart::isUsable);
		BackgroundWork.await(this.threads);
		assertCalls(1, 2);
	}

	@Test
	void whenRefreshIsDueThenInTheBackground() {
		OrganisationDirectory directory = directory(true, PARTY);
		Instant first = this.clock.instant();
		read(directory);
		weCom.company().add(new Department(99, "新部门", 31));
		weCom.company().add(Tag.of(PARTY, "党员").withUsers("lisi"));
		this.clock.advance(REFRESH_AFTER.minusNanos(1));
		read(directory);
		BackgroundWork.await(this.threads);
		assertCalls(1, 1);
		this.clock.advance(Duration.ofNanos(1));
		Organisation old = BackgroundWork.whileOccupied(this.threads, () -> read(directory));
		assertThat(old.departments().contains(99)).isFalse();
		assertThat(old.tags().get(PARTY).contains("lisi")).isFalse();
		BackgroundWork.await(this.threads);
		assertCalls(2, 2);
		Organisation fresh = read(directory);
		assertThat(isWithin(fresh.departments(), 99, 3)).isTrue();
		assertThat(fresh.tags().get(PARTY).contains("lisi")).isTrue();
		assertThat(fresh.tags().get(PARTY).contains("zhangsan")).isFalse();
		assertThat(directory.parts()).extracting(DirectoryPart::readAt).containsOnly(first.plus(REFRESH_AFTER));
	}

	@Test
	void whenOldOnesAreKeptByACallerThenTheyDoNotChange() {
		OrganisationDirectory directory = directory(false, PARTY);
		Organisation old = read(directory);
		weCom.company().add(Tag.of(PARTY, "党员").withUsers("lisi"));
		this.clock.advance(USABLE_FOR);
		assertThat(read(directory).tags().get(PARTY).contains("lisi")).isTrue();
		assertThat(old.tags().get(PARTY).contains("lisi")).isFalse();
		assertThat(old.tags().get(PARTY).contains("zhangsan")).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "60011, 60, 1", "48002, 60, 1", "40068, 60, 1", "45009, 60, 1", "301002, 60, 1", "-1, 15, 3",
			"45033, 15, 3" })
	void whenDepartmentsCannotBeReadThenTheRestIsThereAndTheProblem(int code, int pause, int calls) {
		OrganisationDirectory directory = directory(true, PARTY);
		weCom.fail(SimulatedWeCom.DEPARTMENT_LIST, code);
		for (int i = 0; i < 3; i++) {
			Organisation organisation = read(directory, 2);
			assertThat(organisation.departments()).isNull();
			assertThat(organisation.tags()).containsOnlyKeys(PARTY);
			assertThat(organisation.problems()).singleElement().satisfies((part) -> {
				assertThat(part.tagId()).isNull();
				assertThat(part.isUsable()).isFalse();
				assertThat(part.problem().getError()).isEqualTo(WeComError.of(code));
			});
		}
		assertCalls(calls, 1);
		this.clock.advance(Duration.ofSeconds(pause).minusNanos(1));
		read(directory);
		assertCalls(calls, 1);
		this.clock.advance(Duration.ofNanos(1));
		weCom.fail(SimulatedWeCom.DEPARTMENT_LIST, 0);
		Organisation organisation = read(directory);
		assertThat(organisation.departments()).isNotNull();
		assertThat(organisation.problems()).isEmpty();
		assertCalls(calls + 1, 1);
	}

	@ParameterizedTest
	@CsvSource({ "60011, 2", "48002, 2", "40068, 2", "-1, 6" })
	void whenTagsCannotBeReadThenTheRestIsThereAndTheProblems(int code, int calls) {
		OrganisationDirectory directory = directory(true, ON_CALL, PARTY);
		weCom.fail(SimulatedWeCom.TAG_GET, code);
		Organisation organisation = read(directory);
		assertThat(organisation.departments()).isNotNull();
		assertThat(organisation.tags()).isEmpty();
		assertThat(organisation.problems()).extracting(DirectoryPart::tagId).containsExactly(ON_CALL, PARTY);
		assertThat(organisation.problems()).extracting((part) -> part.problem().getError())
			.containsOnly(WeComError.of(code));
		assertThat(directory.parts().subList(1, 3)).isEqualTo(organisation.problems());
		assertCalls(1, calls);
	}

	@Test
	void whenOneTagDoesNotExistThenTheOthersAreRead() {
		OrganisationDirectory directory = directory(false, PARTY, 12345);
		Organisation organisation = read(directory);
		assertThat(organisation.tags()).containsOnlyKeys(PARTY);
		assertThat(organisation.problems()).singleElement().satisfies((part) -> {
			assertThat(part.tagId()).isEqualTo(12345);
			assertThat(part.problem().getError()).isEqualTo(WeComError.of(40068));
		});
	}

	@Test
	void whenTokenCannotBeFetchedThenProblemsAndNothingThrown() {
		OrganisationDirectory directory = directory(true, PARTY);
		weCom.fail(SimulatedWeCom.GETTOKEN, 40001);
		Organisation organisation = read(directory);
		assertThat(organisation.departments()).isNull();
		assertThat(organisation.tags()).isEmpty();
		assertThat(organisation.problems()).hasSize(2);
		assertCalls(0, 0);
	}

	@Test
	void whenAnswerIsNonsenseThenProblem() {
		OrganisationDirectory directory = directory(true, PARTY);
		answer(SimulatedWeCom.DEPARTMENT_LIST, "<html>");
		answer(SimulatedWeCom.TAG_GET, "{\"errcode\":0,\"userlist\":{\"name\":\"张三\"}}");
		Organisation organisation = read(directory);
		assertThat(organisation.problems()).extracting((part) -> part.problem().getError())
			.containsExactly(WeComError.INCOMPLETE, WeComError.NOT_JSON);
		assertThat(organisation.departments()).isNull();
		assertThat(organisation.tags()).isEmpty();
	}

	@Test
	void whenThereIsNoTimeThenProblemsAndWhatIsReadServesTheNext() {
		OrganisationDirectory directory = directory(true, PARTY);
		Organisation organisation = BackgroundWork.whileOccupied(this.threads,
				() -> directory.read(List.of(), Deadline.after(Duration.ZERO)));
		assertThat(organisation.problems()).extracting((part) -> part.problem().getError())
			.containsExactly(WeComError.TIMEOUT, WeComError.TIMEOUT);
		assertThat(read(directory).problems()).isEmpty();
		assertCalls(1, 1);
	}

	@Test
	void whenTagIsRemovedThenUsedUntilTooOldAndThenNoMore() {
		OrganisationDirectory directory = directory(false, PARTY);
		Instant first = this.clock.instant();
		read(directory);
		weCom.company().removeTag(PARTY);
		this.clock.advance(REFRESH_AFTER);
		read(directory);
		BackgroundWork.await(this.threads);
		Organisation organisation = read(directory);
		assertThat(organisation.tags().get(PARTY).contains("zhangsan")).isTrue();
		assertThat(organisation.problems()).singleElement().satisfies((part) -> {
			assertThat(part.readAt()).isEqualTo(first);
			assertThat(part.size()).isEqualTo(1);
			assertThat(part.problem().getError()).isEqualTo(WeComError.of(40068));
		});
		this.clock.advance(USABLE_FOR.minus(REFRESH_AFTER));
		organisation = read(directory);
		assertThat(organisation.tags()).isEmpty();
		assertThat(organisation.problems()).singleElement().satisfies((part) -> {
			assertThat(part.isUsable()).isFalse();
			assertThat(part.size()).isZero();
		});
	}

	@Test
	void whenNamesAreHiddenThenTreeWithoutNames() {
		OrganisationDirectory directory = directory(true);
		weCom.hideDepartmentNames(true);
		DepartmentTree tree = read(directory).departments();
		assertThat(tree.hasNames()).isFalse();
		assertThat(isWithin(tree, 311, 1)).isTrue();
		assertThat(tree.find("研发部")).isEmpty();
	}

	@Test
	void whenNamesAreTheIdsThenTheyAreNoNames() {
		OrganisationDirectory directory = directory(true);
		answer(SimulatedWeCom.DEPARTMENT_LIST,
				"{\"errcode\":0,\"department\":[{\"id\":1,\"name\":\"1\",\"parentid\":0},"
						+ "{\"id\":2,\"name\":\"2\",\"parentid\":1},{\"id\":3,\"name\":\"2\",\"parentid\":1}]}");
		DepartmentTree tree = read(directory).departments();
		assertThat(tree.name(1)).isNull();
		assertThat(tree.name(2)).isNull();
		assertThat(tree.name(3)).isEqualTo("2");
		assertThat(tree.find("2")).containsExactly(3L);
		assertThat(isWithin(tree, 2, 1)).isTrue();
	}

	@Test
	void whenListHasACircleAndAnOrphanThenStillRead() {
		OrganisationDirectory directory = directory(true);
		answer(SimulatedWeCom.DEPARTMENT_LIST,
				"{\"department\":[{\"id\":5,\"name\":\"a\",\"parentid\":6},{\"id\":6,\"name\":\"b\",\"parentid\":5},"
						+ "{\"id\":7,\"name\":\"c\",\"parentid\":99},{\"id\":8,\"name\":\"d\",\"parentid\":7}]}");
		DepartmentTree tree = read(directory, 5, 6, 7).departments();
		assertThat(isWithin(tree, 5, 6)).isFalse();
		assertThat(isWithin(tree, 8, 99)).isTrue();
	}

	@Test
	void whenDepartmentIsNewThenListIsReadAgainUnlessItIsYoung() {
		OrganisationDirectory directory = directory(true);
		read(directory);
		weCom.company().add(new Department(99, "新部门", 31));
		assertThat(read(directory, 99).departments().contains(99)).isFalse();
		assertCalls(1, 0);
		this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE);
		assertThat(read(directory, 1, 311).departments().contains(99)).isFalse();
		assertCalls(1, 0);
		assertThat(isWithin(read(directory, 1, 99).departments(), 99, 3)).isTrue();
		assertCalls(2, 0);
	}

	@Test
	void whenMembersDepartmentIsNeverShownThenListIsNotReadAlways() {
		OrganisationDirectory directory = directory(true);
		for (int i = 0; i < 5; i++) {
			assertThat(read(directory, 12345).departments()).isNotNull();
		}
		assertCalls(1, 0);
	}

	@Test
	void whenMembersDepartmentIsHiddenThenEachListIsSearchedOnce() {
		OrganisationDirectory directory = directory(true);
		read(directory);
		for (int minute = 0; minute < 9; minute++) {
			this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE);
			read(directory, 12345, 1);
			read(directory, 12345, 3);
		}
		assertCalls(2, 0);
		this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE);
		read(directory, 12345, 6789);
		assertCalls(3, 0);
	}

	@Test
	void whenSeveralDepartmentsAreHiddenThenEachIsLookedForOnce() {
		OrganisationDirectory directory = directory(true);
		read(directory);
		for (int i = 0; i < 5; i++) {
			this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE);
			read(directory, 901);
			this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE);
			read(directory, 902);
		}
		assertCalls(3, 0);
	}

	@Test
	void whenClosedThenNothingIsReadAndNobodyWaits() {
		OrganisationDirectory directory = directory(true, 7);
		directory.close();
		Organisation organisation = read(directory);
		assertThat(organisation.departments()).isNull();
		assertThat(organisation.tags()).isEmpty();
		assertCalls(0, 0);
	}

	@Test
	void whenManyAskAtOnceThenOneCallForEach() throws Exception {
		Set<Long> tags = LongStream.rangeClosed(20, 29).boxed().collect(Collectors.toSet());
		tags.forEach((id) -> weCom.company().add(Tag.of(id, "t" + id).withUsers("lisi").withDepartments(4)));
		OrganisationDirectory directory = new OrganisationDirectory(this.client, new OrganisationNeeds(true, tags),
				new DirectoryAges(REFRESH_AFTER, USABLE_FOR), this.threads, this.clock);
		int askers = 20;
		CyclicBarrier start = new CyclicBarrier(askers);
		ExecutorService executor = Executors.newFixedThreadPool(askers);
		try {
			List<Future<Organisation>> answers = new ArrayList<>();
			for (int i = 0; i < askers; i++) {
				answers.add(executor.submit(() -> {
					start.await();
					return read(directory, 311);
				}));
			}
			for (Future<Organisation> answer : answers) {
				assertThat(answer.get().tags().keySet()).isEqualTo(tags);
				assertThat(answer.get().departments()).isNotNull();
				assertThat(answer.get().problems()).isEmpty();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertCalls(1, tags.size());
		assertThat(weCom.calls(SimulatedWeCom.GETTOKEN)).isEqualTo(1);
	}

	@Test
	void whenThreadsAreClosedThenProblemsAndNothingThrown() {
		OrganisationDirectory directory = directory(true, PARTY);
		this.threads.close();
		assertThat(read(directory).problems()).hasSize(2);
		assertCalls(0, 0);
	}

	private OrganisationDirectory directory(boolean departments, long... tags) {
		return new OrganisationDirectory(this.client,
				new OrganisationNeeds(departments, Arrays.stream(tags).boxed().collect(Collectors.toSet())),
				new DirectoryAges(REFRESH_AFTER, USABLE_FOR), this.threads, this.clock);
	}

	private static Organisation read(OrganisationDirectory directory, long... departments) {
		return directory.read(Arrays.stream(departments).boxed().toList(), Deadline.after(Duration.ofSeconds(60)));
	}

	private static void assertCalls(int departmentList, int tagGet) {
		assertThat(weCom.calls(SimulatedWeCom.DEPARTMENT_LIST)).isEqualTo(departmentList);
		assertThat(weCom.calls(SimulatedWeCom.TAG_GET)).isEqualTo(tagGet);
	}

	private static void answer(String path, String body) {
		weCom.wireMock().stubFor(WireMock.get(WireMock.urlPathEqualTo(path)).willReturn(WireMock.okJson(body)));
	}

}
