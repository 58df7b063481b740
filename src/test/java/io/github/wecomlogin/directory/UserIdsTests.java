package io.github.wecomlogin.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UserIdsTests {

	private final UserIds userIds = new UserIds();

	@Test
	void whenIdsAreAddedThenNumberedFromZeroAndOnce() {
		assertThat(this.userIds.size()).isZero();
		assertThat(this.userIds.find("zhangsan")).isEqualTo(UserIds.NONE);
		assertThat(this.userIds.add("zhangsan")).isZero();
		assertThat(this.userIds.add("lisi")).isEqualTo(1);
		assertThat(this.userIds.add("zhangsan")).isZero();
		assertThat(this.userIds.find("zhangsan")).isZero();
		assertThat(this.userIds.find("lisi")).isEqualTo(1);
		assertThat(this.userIds.size()).isEqualTo(2);
	}

	@Test
	void whenIdIsOnlyLookedForThenNotAdded() {
		assertThat(this.userIds.find("nobody")).isEqualTo(UserIds.NONE);
		assertThat(this.userIds.find("nobody")).isEqualTo(UserIds.NONE);
		assertThat(this.userIds.size()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "kevin, \u212Aevin", "luis, lui\u017F", "ÄÖ, äö", "İ, i̇", "admin, adm\u0131n" })
	void whenOnlyUnicodeFoldingEquatesThenDifferent(String one, String other) {
		this.userIds.add(one);
		assertThat(this.userIds.find(other)).isEqualTo(UserIds.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "ZhangSan, zhangsan", "LISI_1@Corp.com, lisi_1@corp.com" })
	void whenCaseDiffersThenTheSame(String one, String other) {
		int number = this.userIds.add(one);
		assertThat(this.userIds.find(other)).isEqualTo(number);
		assertThat(this.userIds.add(other)).isEqualTo(number);
	}

	@Test
	void whenDefaultLocaleHasOtherCasesThenNoDifference() {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			int number = this.userIds.add("LISI");
			assertThat(this.userIds.find("lisi")).isEqualTo(number);
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void whenIdsAreSimilarThenDifferent() {
		List<String> similar = List.of("", " ", "a", "a ", " a", "aa", "aaa", "ab", "ba", "a\0", "\0a", "张三", "张", "三",
				"張三", "𠮷", "𠮷𠮷", "é", "e\u0301", "a/b", "0", "00", "-1", "null");
		List<Integer> numbers = similar.stream().map(this.userIds::add).toList();
		assertThat(numbers).doesNotHaveDuplicates().hasSize(similar.size());
		assertThat(similar.stream().map(this.userIds::find).toList()).isEqualTo(numbers);
	}

	@Test
	void whenHashesAreEqualThenIdsAreNot() {
		List<String> ids = new ArrayList<>(List.of(""));
		for (int i = 0; i < 7; i++) {
			List<String> longer = new ArrayList<>();
			ids.forEach((id) -> longer.addAll(List.of(id + "a_", id + "b@", id + "c!")));
			ids = longer;
		}
		assertThat(ids).extracting((id) -> Arrays.hashCode(id.getBytes(StandardCharsets.UTF_8)))
			.containsOnly(Arrays.hashCode(ids.get(0).getBytes(StandardCharsets.UTF_8)));
		Collections.shuffle(ids, new Random(3));
		Map<String, Integer> numbers = new HashMap<>();
		ids.forEach((id) -> numbers.put(id, this.userIds.add(id)));
		assertThat(new HashSet<>(numbers.values())).hasSameSizeAs(ids);
		numbers.forEach((id, number) -> assertThat(this.userIds.find(id)).isEqualTo(number));
	}

	@Test
	void whenIdIsVeryLongThenStillFound() {
		String id = "x".repeat(1_000_000);
		this.userIds.add("before");
		this.userIds.add(id);
		this.userIds.add("after");
		assertThat(this.userIds.find(id)).isEqualTo(1);
		assertThat(this.userIds.find(id + "x")).isEqualTo(UserIds.NONE);
		assertThat(this.userIds.find("before")).isZero();
		assertThat(this.userIds.find("after")).isEqualTo(2);
	}

	@Test
	void whenThereAreManyThenEachKeepsItsNumber() {
		Random random = new Random(200_000);
		Map<String, Integer> reference = new HashMap<>();
		Set<String> wrong = new HashSet<>();
		for (int i = 0; i < 200_000; i++) {
			String id = id(random);
			int expected = reference.computeIfAbsent(id, (key) -> reference.size());
			wrong.addAll((this.userIds.add(id) != expected) ? Set.of(id) : Set.of());
		}
		assertThat(this.userIds.size()).isEqualTo(reference.size()).isGreaterThan(150_000);
		reference.forEach((id, number) -> {
			if (this.userIds.find(id.toUpperCase(Locale.ROOT)) != number) {
				wrong.add(id);
			}
		});
		for (int i = 0; i < 200_000; i++) {
			String id = id(random);
			if (this.userIds.find(id) != reference.getOrDefault(id, UserIds.NONE)) {
				wrong.add(id);
			}
		}
		assertThat(wrong).isEmpty();
	}

	private static String id(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> "user" + random.nextInt(1_000_000);
			case 1 -> Integer.toString(random.nextInt(1_000_000), 36);
			case 2 -> "zhang.san_" + random.nextInt(1_000_000) + "@example.com";
			default -> "员工" + random.nextInt(1_000_000);
		};
	}

	@Test
	void whenSeveralAddAndFindAtOnceThenOneNumberForEach() throws Exception {
		int threads = 8;
		int ids = 20_000;
		Map<Integer, Integer> numbers = new ConcurrentHashMap<>();
		CyclicBarrier start = new CyclicBarrier(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<Integer>> wrong = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				Random random = new Random(thread);
				Callable<Integer> work = () -> {
					start.await();
					int count = 0;
					for (int i = 0; i < ids; i++) {
						int id = random.nextInt(ids);
						int number = this.userIds.add("User" + id);
						Integer other = numbers.putIfAbsent(id, number);
						boolean isWrong = (other != null && other != number) || this.userIds.find("user" + id) != number
								|| this.userIds.find("nobody" + id) != UserIds.NONE;
						count += isWrong ? 1 : 0;
					}
					return count;
				};
				wrong.add(executor.submit(work));
			}
			for (Future<Integer> count : wrong) {
				assertThat(count.get()).isZero();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(numbers.values()).doesNotHaveDuplicates();
		assertThat(this.userIds.size()).isEqualTo(numbers.size());
	}

}
