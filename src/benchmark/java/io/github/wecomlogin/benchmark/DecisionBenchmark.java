package io.github.wecomlogin.benchmark;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.Decision;
import io.github.wecomlogin.access.MemberFacts;
import io.github.wecomlogin.access.RuleProblems;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.directory.OrganisationNeeds;
import io.github.wecomlogin.util.Deadline;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What rules cost at a sign-in, once the company has been read.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecisionBenchmark {

	private static final Duration TIME_TO_WAIT = Duration.ofSeconds(8);

	/**
	 * How many rules there are; 250 ask for all tags of the company.
	 */
	@Param({ "20", "250" })
	public int rules;

	private LargeCompanyServer server;

	private OrganisationDirectory directory;

	private AccessRules accessRules;

	private Organisation organisation;

	private RuleProblems ruleProblems;

	/**
	 * Reads what the rules need.
	 */
	@Setup
	public void readCompany() {
		this.accessRules = LargeCompanyRules.rules(this.rules);
		OrganisationNeeds needs = this.accessRules.needs();
		this.server = new LargeCompanyServer();
		this.directory = this.server.directory(needs);
		this.ruleProblems = new RuleProblems("wecom", this.accessRules);
		this.organisation = LargeCompanyServer.read(this.directory, needs);
	}

	/**
	 * Lets the threads go.
	 */
	@TearDown
	public void closeServer() {
		this.directory.close();
		this.server.close();
	}

	/**
	 * Admission and roles of a member.
	 * @param members whose roles
	 * @return the decision
	 */
	@Benchmark
	public Decision decide(Members members) {
		return this.accessRules.decide(new MemberFacts(members.next(), this.organisation));
	}

	/**
	 * What is known of the company, with nothing to read.
	 * @param members whose departments should be known
	 * @return what is known
	 */
	@Benchmark
	public Organisation organisation(Members members) {
		return this.directory.read(members.next().departments(), Deadline.after(TIME_TO_WAIT));
	}

	/**
	 * The look for something that the administrator should be told.
	 */
	@Benchmark
	public void problems() {
		this.ruleProblems.report(this.directory.parts(), this.organisation.departments());
	}

}
