package io.github.wecomlogin.benchmark;

import java.util.List;

/**
 * What the nodes of a cluster did, and what that asked of their Redis.
 *
 * @param load what they did
 * @param commands how many commands the Redis had, those of scripts included
 */
record ClusterLoad(Load load, long commands) {

	/**
	 * Returns several loads as one.
	 */
	static ClusterLoad all(List<ClusterLoad> loads) {
		return new ClusterLoad(Load.all(loads.stream().map(ClusterLoad::load).toList()),
				loads.stream().mapToLong(ClusterLoad::commands).sum());
	}

	/**
	 * Returns the commands for each that succeeded.
	 */
	double commandsForEach() {
		return this.commands / (double) this.load.nanos().size();
	}

}
