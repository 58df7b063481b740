package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What more nodes cost. They all run on this machine and share its processors, so that no
 * more sign-ins can be done in a second; but what one of them costs can be seen, and
 * whether it grows.
 */
final class NodeScaleMeasurement implements AutoCloseable {

	private static final int CROWD = 32;

	private static final int VISITORS = 8;

	/**
	 * As many as one node works on or lets wait.
	 */
	private static final int HERD = 64;

	private final Map<Cluster, Herd> cold = new LinkedHashMap<>();

	private final List<Cluster> clusters = new ArrayList<>();

	private final ScaleEffort effort;

	private NodeScaleMeasurement(ScaleEffort effort) {
		this.effort = effort;
	}

	static void run(Report report, ScaleEffort effort) {
		try (NodeScaleMeasurement measurement = new NodeScaleMeasurement(effort)) {
			measurement.measure(report);
		}
	}

	private void measure(Report report) {
		for (int size = 1; size <= this.effort.nodes(); size++) {
			Cluster cluster = new Cluster(size);
			this.clusters.add(cluster);
			this.cold.put(cluster, cluster.start(HERD));
		}
		for (Cluster cluster : this.clusters) {
			cluster.signIns(cluster.size() * this.effort.warmUp(), CROWD);
			cluster.signPeopleIn();
			cluster.pages(cluster.size() * this.effort.warmUpPages(), VISITORS);
		}
		Map<Cluster, List<ClusterLoad>> signIns = new LinkedHashMap<>();
		Map<Cluster, List<ClusterLoad>> pages = new LinkedHashMap<>();
		this.clusters.forEach((cluster) -> {
			signIns.put(cluster, new ArrayList<>());
			pages.put(cluster, new ArrayList<>());
		});
		List<Cluster> order = new ArrayList<>(this.clusters);
		for (int round = 0; round < this.effort.rounds(); round++) {
			for (Cluster cluster : order) {
				signIns.get(cluster).add(cluster.signIns(this.effort.signIns(), CROWD));
				pages.get(cluster).add(cluster.pages(this.effort.pages(), VISITORS));
				catchUp(cluster);
			}
			Collections.rotate(order, 1);
		}
		String caption = ", %d at a time; all nodes share the processors of this machine, so more of them cannot do more";
		report.add(times("scale-nodes", "Sign-ins" + caption.formatted(CROWD), "sign-in", signIns), null);
		report.add(times("scale-nodes-page", "Pages" + caption.formatted(VISITORS), "page", pages), null);
		report.add(shared(), null);
	}

	/**
	 * Lets each node have done as much as a node does that is alone, or those with less
	 * to do would be compiled later.
	 */
	private void catchUp(Cluster cluster) {
		cluster.signIns((cluster.size() - 1) * this.effort.signIns(), CROWD);
		cluster.pages((cluster.size() - 1) * this.effort.pages(), VISITORS);
	}

	private static Table times(String id, String title, String what, Map<Cluster, List<ClusterLoad>> loads) {
		Table table = new Table(id, title, "", what + "s/s", "p50 ms", "p99 ms", "CPU ms per " + what + ", all nodes",
				"Redis commands per " + what, "CPU, times the row before (95 % interval)",
				"Redis commands, times the row before");
		List<ClusterLoad> before = null;
		for (Map.Entry<Cluster, List<ClusterLoad>> each : loads.entrySet()) {
			Load load = ClusterLoad.all(each.getValue()).load();
			table.add(each.getKey(), load.perSecond(), load.milliseconds(50), load.milliseconds(99),
					"%.3f".formatted(load.processorMilliseconds()),
					"%.2f".formatted(ClusterLoad.all(each.getValue()).commandsForEach()),
					(before != null) ? Ratio.of(loads(each.getValue()), loads(before), Load::processorMilliseconds)
							: "",
					ScaleMeasurement.growth((row) -> ClusterLoad.all(row).commandsForEach(), each.getValue(), before));
			before = each.getValue();
		}
		return table;
	}

	private static List<Load> loads(List<ClusterLoad> loads) {
		return loads.stream().map(ClusterLoad::load).toList();
	}

	private Table shared() {
		Table table = new Table("scale-nodes-shared", "What nodes share, and what each has", "",
				"gettoken for " + HERD + " cold sign-ins at once, all nodes", "told to come again",
				"live heap per node, bytes", "Redis memory per session, bytes", "live heap, times the row before",
				"Redis memory, times the row before");
		NodeMemory before = null;
		for (Cluster cluster : this.clusters) {
			NodeMemory memory = new NodeMemory(cluster.liveBytesPerNode(), cluster.redisBytesPerSession());
			table.add(cluster, this.cold.get(cluster).tokens(), this.cold.get(cluster).toldToComeAgain(), memory.heap(),
					memory.session(), ScaleMeasurement.growth(NodeMemory::heap, memory, before),
					ScaleMeasurement.growth(NodeMemory::session, memory, before));
			before = memory;
		}
		return table;
	}

	@Override
	public void close() {
		this.clusters.forEach(Cluster::close);
	}

	/**
	 * Memory of a node and of a session in Redis, in bytes.
	 */
	private record NodeMemory(double heap, double session) {

	}

}
