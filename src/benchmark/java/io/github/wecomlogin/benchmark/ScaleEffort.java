package io.github.wecomlogin.benchmark;

import java.util.List;

/**
 * How far it is looked at what growth costs.
 *
 * @param members how many members the companies have, from small to large
 * @param nodes how many nodes the largest cluster has
 * @param warmUp sign-ins of each process before anything is measured
 * @param warmUpPages pages of each node before anything is measured: a page costs a
 * fraction in the end, and nodes of larger clusters get there later
 * @param rounds how often each company and each cluster has its turn
 * @param signIns sign-ins of a turn
 * @param sessions sign-ins that memory is measured with
 * @param pages pages of a turn
 */
record ScaleEffort(List<Integer> members, int nodes, int warmUp, int warmUpPages, int rounds, int signIns, int sessions,
		int pages) {

	static final ScaleEffort FULL = new ScaleEffort(List.of(1_000, 10_000, 100_000, 500_000), 4, 3_000, 10_000, 5, 300,
			1_500, 2_000);

	static final ScaleEffort QUICK = new ScaleEffort(List.of(1_000, 10_000), 2, 50, 100, 2, 50, 50, 100);

}
