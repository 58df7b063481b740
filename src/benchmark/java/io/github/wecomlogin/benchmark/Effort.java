package io.github.wecomlogin.benchmark;

/**
 * How much is done, for figures that can be relied on or for a quick look at whether it
 * runs.
 *
 * @param warmUp sign-ins of each application before anything is measured: processor time
 * per sign-in falls for minutes
 * @param rounds how often each application has its turn
 * @param signIns sign-ins of a turn, 32 at a time
 * @param slowSignIns sign-ins of a turn with an API that takes its time, 4 at a time
 * @param sessions sign-ins that memory is measured with
 * @param pages pages of a turn
 * @param visits pages that anonymous visitors ask for
 * @param starts how often each application is started
 * @param scale how far it is looked at what growth costs
 */
record Effort(int warmUp, int rounds, int signIns, int slowSignIns, int sessions, int pages, int visits, int starts,
		ScaleEffort scale) {

	private static final Effort FULL = new Effort(30_000, 5, 2_000, 200, 5_000, 10_000, 100_000, 7, ScaleEffort.FULL);

	private static final Effort QUICK = new Effort(300, 2, 200, 40, 300, 500, 2_000, 2, ScaleEffort.QUICK);

	/**
	 * Returns what {@code -Dbenchmark.quick} asks for.
	 */
	static Effort asked() {
		return Boolean.getBoolean("benchmark.quick") ? QUICK : FULL;
	}

}
