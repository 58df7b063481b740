package io.github.wecomlogin.benchmark;

import java.util.List;

/**
 * How much is done: for figures that can be relied on, for the targets alone, or for a
 * quick look at whether it runs.
 *
 * @param contenders the applications whose sign-ins are compared
 * @param warmUp sign-ins of each application before anything is measured: processor time
 * per sign-in falls for minutes
 * @param rounds how often each application has its turn
 * @param signIns sign-ins of a turn, 32 at a time
 * @param slowSignIns sign-ins of a turn with an API that takes its time, 4 at a time
 * @param sessions sign-ins that memory is measured with; 0 leaves out memory and API
 * calls
 * @param pages pages of a turn
 * @param visits pages that anonymous visitors ask for
 * @param starts how often each application is started
 * @param scale how far it is looked at what growth costs
 */
record Effort(List<Contender> contenders, int warmUp, int rounds, int signIns, int slowSignIns, int sessions, int pages,
		int visits, int starts, ScaleEffort scale) {

	private static final Effort FULL = new Effort(Contender.ALL, warmUp(30_000), 5, 2_000, 200, 5_000, 10_000, 100_000,
			7, ScaleEffort.FULL);

	private static final Effort TARGETS = new Effort(Contender.TARGETS, warmUp(12_000), 6, 500, 60, 0, 4_000, 0, 5,
			ScaleEffort.QUICK);

	private static final Effort QUICK = new Effort(Contender.ALL, warmUp(300), 2, 200, 40, 300, 500, 2_000, 2,
			ScaleEffort.QUICK);

	private static int warmUp(int standard) {
		return Integer.getInteger("benchmark.warm-up", standard);
	}

	/**
	 * Returns what {@code -Dbenchmark.quick} asks for, or what the targets need.
	 */
	static Effort asked(boolean targets) {
		return Boolean.getBoolean("benchmark.quick") ? QUICK : targets ? TARGETS : FULL;
	}

}
