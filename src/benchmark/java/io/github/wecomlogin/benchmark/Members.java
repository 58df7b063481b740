package io.github.wecomlogin.benchmark;

import java.util.stream.IntStream;

import io.github.wecomlogin.directory.Member;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Members from all over the company, one after the other: always the same one would be
 * decided from the processor's cache.
 */
@State(Scope.Thread)
public class Members {

	private static final int SIZE = 1024;

	private final Member[] members = IntStream.range(0, SIZE)
		.mapToObj((i) -> LargeCompany.member(i * (LargeCompany.MEMBERS / SIZE)))
		.toArray(Member[]::new);

	private int next;

	Member next() {
		this.next = (this.next + 1) % SIZE;
		return this.members[this.next];
	}

}
