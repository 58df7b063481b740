package io.github.wecomlogin.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.wecomlogin.client.DepartmentResponse;
import io.github.wecomlogin.directory.DepartmentTree;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the names of departments cost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DepartmentBenchmark {

	private final DepartmentTree tree = new DepartmentTree(IntStream.rangeClosed(1, LargeCompany.DEPARTMENTS)
		.mapToObj((id) -> new DepartmentResponse(id, LargeCompany.parent(id), LargeCompany.departmentName(id)))
		.toList());

	private final String deepest = LargeCompany.departmentPath(LargeCompany.DEPARTMENTS);

	private int asked;

	/**
	 * Name and path of each department of a member.
	 * @param members whose departments
	 * @param blackhole takes them
	 */
	@Benchmark
	public void namesAndPaths(Members members, Blackhole blackhole) {
		for (long id : members.next().departments()) {
			blackhole.consume(this.tree.name(id));
			blackhole.consume(this.tree.path(id));
		}
	}

	/**
	 * A department by a path that was asked for before, as all of rules are.
	 * @return the department
	 */
	@Benchmark
	public List<Long> findAgain() {
		return this.tree.find(this.deepest);
	}

	/**
	 * A department by a path that nobody asked for yet.
	 * @return nothing, after all have been looked at
	 */
	@Benchmark
	public List<Long> findFirst() {
		return this.tree.find(this.asked++ + "/" + this.deepest);
	}

}
