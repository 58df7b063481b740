package io.github.wecomlogin.benchmark;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * Answers every request with the same member, over http and https.
 */
final class HttpClientServer {

	static final byte[] ANSWER = ("{\"errcode\":0,\"errmsg\":\"ok\",\"userid\":\"zhangsan\",\"name\":\"张三\","
			+ "\"department\":[2,31],\"position\":\"工程师\",\"status\":1,\"isleader\":0,\"is_leader_in_dept\":[0,0],"
			+ "\"direct_leader\":[\"m1\"],\"main_department\":31,\"enable\":1}")
		.getBytes(StandardCharsets.UTF_8);

	private HttpClientServer() {
	}

	/**
	 * Starts the server and prints both ports.
	 * @param args the file with the server's key
	 * @throws IOException if a port cannot be opened
	 * @throws GeneralSecurityException if the key cannot be used
	 */
	public static void main(String[] args) throws IOException, GeneralSecurityException {
		char[] password = HttpClientMeasurement.PASSWORD.toCharArray();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream input = new FileInputStream(args[0])) {
			keys.load(input, password);
		}
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keys, password);
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(keyManagers.getKeyManagers(), null, null);
		HttpServer plain = HttpServer.create();
		HttpsServer secured = HttpsServer.create();
		secured.setHttpsConfigurator(new HttpsConfigurator(tls));
		ExecutorService threads = Executors.newCachedThreadPool();
		for (HttpServer server : List.of(plain, secured)) {
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
			server.setExecutor(threads);
			server.createContext("/", (exchange) -> {
				exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
				exchange.sendResponseHeaders(200, ANSWER.length);
				try (OutputStream output = exchange.getResponseBody()) {
					output.write(ANSWER);
				}
			});
			server.start();
			System.out.println(server.getAddress().getPort());
		}
	}

}
