package io.github.wecomlogin.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * A server with a certificate of its own for one host. Answers with what it was asked
 * for, and to {@code /hang} not at all.
 */
public final class TlsServer implements AutoCloseable {

	private static final Map<String, byte[]> KEYS = new HashMap<>();

	private static final char[] PASSWORD = "password".toCharArray();

	private final List<Integer> clientPorts = new CopyOnWriteArrayList<>();

	private final SSLContext tls;

	private final HttpsServer server;

	public TlsServer(Path directory, String host) {
		try {
			this.tls = tls(keys(directory, host));
			this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setHttpsConfigurator(new HttpsConfigurator(this.tls));
		this.server.createContext("/", (exchange) -> {
			this.clientPorts.add(exchange.getRemoteAddress().getPort());
			if (exchange.getRequestURI().getPath().equals("/hang")) {
				return;
			}
			byte[] answer = exchange.getRequestURI().toString().getBytes();
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		this.server.start();
	}

	/**
	 * Returns the keys of a host, which the first server of that host in this JVM makes:
	 * keytool takes a second.
	 */
	private static byte[] keys(Path directory, String host) throws IOException {
		synchronized (KEYS) {
			byte[] keys = KEYS.get(host);
			if (keys == null) {
				keys = newKeys(directory.resolve(host + ".p12"), host);
				KEYS.put(host, keys);
			}
			return keys;
		}
	}

	private static byte[] newKeys(Path keys, String host) throws IOException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=" + host,
				"-ext", "san=dns:" + host, "-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass",
				new String(PASSWORD))
			.redirectErrorStream(true)
			.start();
		String said = new String(keytool.getInputStream().readAllBytes());
		if (!Files.exists(keys)) {
			throw new IOException(said);
		}
		return Files.readAllBytes(keys);
	}

	private static SSLContext tls(byte[] keys) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream input = new ByteArrayInputStream(keys)) {
			store.load(input, PASSWORD);
		}
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(store, PASSWORD);
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", store.getCertificate("server"));
		TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trustManagers.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
		return context;
	}

	/**
	 * Returns TLS that trusts this server.
	 */
	public SSLSocketFactory trustingIt() {
		return this.tls.getSocketFactory();
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	/**
	 * Returns which port of the client each request came from.
	 */
	public List<Integer> clientPorts() {
		return this.clientPorts;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
