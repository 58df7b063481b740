package io.github.wecomlogin.benchmark;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import com.sun.management.OperatingSystemMXBean;
import io.github.wecomlogin.client.http.ApiCall;
import io.github.wecomlogin.client.http.ApiRequestFactory;
import io.github.wecomlogin.util.Deadline;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Compares the processor time of an API call with the library's HTTP client and with
 * others behind the same {@code RestClient}. The server runs in a process of its own and
 * is not counted.
 */
final class HttpClientMeasurement {

	static final String PASSWORD = "password";

	private static final String LIBRARY = "wecom-login";

	private static final int THREADS = 4;

	private static final ApiCall LIMITS = new ApiCall(Deadline.after(Duration.ofDays(1)), Duration.ofSeconds(5),
			ApiCall.ANSWER_BYTES);

	private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final Effort effort;

	private HttpClientMeasurement(Effort effort) {
		this.effort = effort;
	}

	static void run(Report report, Effort effort) throws IOException, GeneralSecurityException, InterruptedException {
		Path keys = Files.createTempDirectory("benchmark").resolve("keys.p12");
		new ProcessBuilder(Workspace.java("keytool"), "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname",
				"CN=localhost", "-ext", "san=dns:localhost", "-keystore", keys.toString(), "-storetype", "PKCS12",
				"-storepass", PASSWORD)
			.start()
			.waitFor();
		Process server = new ProcessBuilder(Workspace.java("java"), "-Dsun.net.httpserver.nodelay=true", "-classpath",
				System.getProperty("java.class.path"), HttpClientServer.class.getName(), keys.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		HttpClientMeasurement measurement = new HttpClientMeasurement(effort);
		try (BufferedReader ports = server.inputReader()) {
			Table table = new Table("http-client", "HTTP clients", "", "http: CPU µs per call",
					"times wecom-login (95 % interval)", "https: CPU µs per call", "times wecom-login (95 % interval)");
			measurement.measure(table, "http://localhost:" + ports.readLine(), "https://localhost:" + ports.readLine(),
					clients(trusting(keys)));
			report.add(table, null);
		}
		finally {
			measurement.threads.shutdown();
			server.destroy();
		}
	}

	private static SSLContext trusting(Path keys) throws IOException, GeneralSecurityException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		try (InputStream input = new FileInputStream(keys.toFile())) {
			trusted.load(input, PASSWORD.toCharArray());
		}
		trusted.setCertificateEntry("trusted", trusted.getCertificate("server"));
		TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trustManagers.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trustManagers.getTrustManagers(), null);
		return context;
	}

	private static Map<String, RestClient> clients(SSLContext tls) {
		SSLSocketFactory sockets = tls.getSocketFactory();
		Map<String, ClientHttpRequestFactory> factories = new LinkedHashMap<>();
		factories.put(LIBRARY, new ApiRequestFactory(Duration.ofSeconds(30), null, () -> sockets));
		factories.put("HttpCore, HttpRequester", new HttpRequesterFactory(tls));
		factories.put("Apache HttpClient 5",
				new HttpComponentsClientHttpRequestFactory(HttpClients.custom()
					.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
						.setMaxConnPerRoute(THREADS)
						.setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
						.build())
					.disableRedirectHandling()
					.disableAutomaticRetries()
					.build()));
		factories.put("java.net.http.HttpClient", new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build()));
		factories.put("HttpURLConnection", new SimpleClientHttpRequestFactory() {

			@Override
			protected void prepareConnection(HttpURLConnection connection, String httpMethod) throws IOException {
				super.prepareConnection(connection, httpMethod);
				if (connection instanceof HttpsURLConnection secured) {
					secured.setSSLSocketFactory(sockets);
				}
			}

		});
		Map<String, RestClient> clients = new LinkedHashMap<>();
		factories.forEach((name, factory) -> clients.put(name, RestClient.builder().requestFactory(factory).build()));
		return clients;
	}

	private void measure(Table table, String http, String https, Map<String, RestClient> clients) {
		Map<String, List<Double>> plain = rounds(clients, http);
		Map<String, List<Double>> secured = rounds(clients, https);
		clients.keySet()
			.forEach((name) -> table.add(name, median(plain.get(name)),
					Ratio.of(plain.get(name), plain.get(LIBRARY), Double::doubleValue), median(secured.get(name)),
					Ratio.of(secured.get(name), secured.get(LIBRARY), Double::doubleValue)));
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
	}

	private Map<String, List<Double>> rounds(Map<String, RestClient> clients, String url) {
		Map<String, List<Double>> figures = new LinkedHashMap<>();
		for (int calls = 0; calls < this.effort.warmUp(); calls += this.effort.pages()) {
			clients.values().forEach((client) -> microseconds(client, url));
		}
		List<String> names = new ArrayList<>(clients.keySet());
		for (int round = 0; round < this.effort.rounds(); round++) {
			names.forEach((name) -> figures.computeIfAbsent(name, (key) -> new ArrayList<>())
				.add(microseconds(clients.get(name), url)));
			names.add(names.remove(0));
		}
		return figures;
	}

	private double microseconds(RestClient client, String url) {
		int calls = this.effort.pages() / THREADS;
		long before = this.process.getProcessCpuTime();
		CompletableFuture
			.allOf(IntStream.range(0, THREADS)
				.mapToObj((thread) -> CompletableFuture.runAsync(() -> call(client, url, calls), this.threads))
				.toArray(CompletableFuture<?>[]::new))
			.join();
		return (double) TimeUnit.NANOSECONDS.toMicros(this.process.getProcessCpuTime() - before) / calls / THREADS;
	}

	private static void call(RestClient client, String url, int calls) {
		for (int i = 0; i < calls; i++) {
			int length = client.get()
				.uri(url + "/cgi-bin/user/get?access_token=0123456789&userid=zhangsan")
				.attribute(ApiRequestFactory.CALL, LIMITS)
				.exchangeForRequiredValue((request, response) -> read(response.getBody()));
			if (length != HttpClientServer.ANSWER.length) {
				throw new IllegalStateException(length + " bytes");
			}
		}
	}

	private static int read(InputStream body) {
		try (body) {
			return body.readNBytes(ApiCall.ANSWER_BYTES).length;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
