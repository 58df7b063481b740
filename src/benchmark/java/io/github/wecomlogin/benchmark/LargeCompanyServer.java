package io.github.wecomlogin.benchmark;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.directory.DirectoryAges;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.directory.OrganisationNeeds;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;

/**
 * Answers for the large company as WeCom would, so that it is read on the same way as a
 * real one. As little work as possible, because it shares processor and heap with what is
 * measured: the answers are written from one prepared text.
 */
final class LargeCompanyServer implements AutoCloseable {

	private static final Duration TIME_TO_READ = Duration.ofMinutes(10);

	private static final byte[] TOKEN = bytes("{\"errcode\":0,\"access_token\":\"token\",\"expires_in\":7200}");

	private final ExecutorService workers = Executors.newCachedThreadPool();

	private final HttpServer server;

	private final byte[] members;

	// The member n ends where n + 1 starts
	private final int[] starts = new int[LargeCompany.MEMBERS + 1];

	LargeCompanyServer() {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		for (int member = 0; member < LargeCompany.MEMBERS; member++) {
			String userId = LargeCompany.userId(member);
			text.writeBytes(bytes("{\"userid\":\"" + userId + "\",\"name\":\"" + userId + "\"},"));
			this.starts[member + 1] = text.size();
		}
		this.members = text.toByteArray();
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.workers);
		answer("/cgi-bin/gettoken", (exchange, output) -> output.write(TOKEN));
		answer("/cgi-bin/department/list", (exchange, output) -> writeDepartments(output));
		answer("/cgi-bin/tag/get", (exchange, output) -> writeTag(tag(exchange), output));
		this.server.start();
	}

	private void answer(String path, Answer answer) {
		this.server.createContext(path, (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
			exchange.sendResponseHeaders(200, 0);
			try (OutputStream output = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
				answer.write(exchange, output);
			}
		});
	}

	private static int tag(HttpExchange exchange) {
		String query = exchange.getRequestURI().getQuery();
		return Integer.parseInt(query.substring(query.indexOf("tagid=") + "tagid=".length()));
	}

	private static void writeDepartments(OutputStream output) throws IOException {
		output.write(bytes("{\"errcode\":0,\"errmsg\":\"ok\",\"department\":["));
		for (int id = 1; id <= LargeCompany.DEPARTMENTS; id++) {
			output.write(bytes((id > 1) ? "," + department(id) : department(id)));
		}
		output.write(bytes("]}"));
	}

	static String department(int id) {
		return "{\"id\":" + id + ",\"name\":\"" + LargeCompany.departmentName(id) + "\",\"name_en\":\"Department " + id
				+ "\",\"department_leader\":[\"" + LargeCompany.userId(id) + "\"],\"parentid\":"
				+ LargeCompany.parent(id) + ",\"order\":" + (100_000_000 - id) + "}";
	}

	private void writeTag(int tag, OutputStream output) throws IOException {
		output.write(bytes("{\"errcode\":0,\"errmsg\":\"ok\",\"tagname\":\"标签" + tag + "\",\"userlist\":["));
		PrimitiveIterator.OfInt tagged = LargeCompany.membersOfTag(tag).iterator();
		while (tagged.hasNext()) {
			int member = tagged.nextInt();
			int comma = tagged.hasNext() ? 0 : 1;
			output.write(this.members, this.starts[member], this.starts[member + 1] - this.starts[member] - comma);
		}
		output.write(bytes("],\"partylist\":" + LargeCompany.departmentsOfTag(tag) + "}"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Returns a directory of the company that has not read anything yet.
	 */
	OrganisationDirectory directory(OrganisationNeeds needs) {
		WeComApplication application = new WeComApplication("ww0123456789abcdef", 1000002, "secret");
		WeComHttpSettings settings = new WeComHttpSettings(
				"http://" + this.server.getAddress().getHostString() + ":" + this.server.getAddress().getPort(),
				Duration.ofSeconds(5), Duration.ofSeconds(30), null);
		WeComClient client = WeComClient.forApplication(application, settings).build();
		return new OrganisationDirectory(client, needs, new DirectoryAges(Duration.ofDays(1), Duration.ofDays(2)),
				BackgroundThreads.refusingOnceClosed("directory"), Clock.systemUTC());
	}

	/**
	 * Reads all that a directory needs.
	 * @throws IllegalStateException if something is missing, because then less would be
	 * measured than it seems
	 */
	static Organisation read(OrganisationDirectory directory, OrganisationNeeds needs) {
		Organisation organisation = directory.read(List.of(), Deadline.after(TIME_TO_READ));
		boolean complete = organisation.departments() != null
				&& organisation.departments().size() == LargeCompany.DEPARTMENTS
				&& organisation.tags().keySet().equals(needs.tags())
				&& organisation.tags().values().stream().allMatch((tag) -> tag.size() == LargeCompany.MEMBERS_OF_TAG);
		if (!complete) {
			throw new IllegalStateException("The company could not be read: " + organisation.problems());
		}
		return organisation;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.workers.shutdownNow();
	}

	/**
	 * Writes the body of an answer.
	 */
	@FunctionalInterface
	private interface Answer {

		void write(HttpExchange exchange, OutputStream output) throws IOException;

	}

}
