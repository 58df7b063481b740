package io.github.wecomlogin.client.http;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection to a server and closes it again, to tell who refuses it and which
 * certificate the server, or a proxy in its place, presents. Sends no request.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param failure why no connection can be established, or {@code null} if it can
 * @param certificate the presented certificate, trusted or not, or {@code null} if none
 * was presented
 */
public record ConnectionProbe(@Nullable ApiConnectException failure, @Nullable X509Certificate certificate) {

	/**
	 * Opens and closes a connection.
	 * @param url any URL of the server
	 * @param connectTimeout the time limit of each attempt
	 * @param proxy an HTTP proxy, or {@code null} for the one of the Java virtual machine
	 * @return the result
	 */
	public static ConnectionProbe of(String url, Duration connectTimeout, @Nullable InetSocketAddress proxy) {
		HttpHost target = HttpHost.create(URI.create(url));
		try {
			return new ConnectionProbe(null, open(target, connectTimeout, proxy, ApiRequestFactory.tls()));
		}
		catch (ApiConnectException ex) {
			return new ConnectionProbe(ex, (ex.reason() == ApiConnectException.Reason.TLS_FAILED)
					? presented(target, connectTimeout, proxy) : null);
		}
	}

	private static @Nullable X509Certificate open(HttpHost target, Duration connectTimeout,
			@Nullable InetSocketAddress proxy, SSLSocketFactory tls) throws ApiConnectException {
		ApiConnector connector = new ApiConnector(connectTimeout, proxy, () -> tls);
		try (ApiConnection connection = connector.open(target, new TimeLimit(connectTimeout))) {
			SSLSession session = connection.getSSLSession();
			return (session != null) ? first(session.getPeerCertificates()) : null;
		}
		catch (SSLPeerUnverifiedException ex) {
			return null;
		}
	}

	private static @Nullable X509Certificate first(Certificate[] chain) {
		return (chain.length > 0 && chain[0] instanceof X509Certificate certificate) ? certificate : null;
	}

	/**
	 * Connects once more to see the certificate that is not trusted. The handshake fails
	 * as soon as it has been presented.
	 */
	private static @Nullable X509Certificate presented(HttpHost target, Duration connectTimeout,
			@Nullable InetSocketAddress proxy) {
		Onlooker onlooker = new Onlooker();
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { onlooker }, null);
			open(target, connectTimeout, proxy, context.getSocketFactory());
		}
		catch (ApiConnectException ex) {
			// Expected
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no TLS", ex);
		}
		return onlooker.certificate;
	}

	/**
	 * Trusts no certificate and keeps the one that is presented.
	 */
	private static final class Onlooker extends X509ExtendedTrustManager {

		private volatile @Nullable X509Certificate certificate;

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
				throws CertificateException {
			checkServerTrusted(chain, authType);
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
				throws CertificateException {
			checkServerTrusted(chain, authType);
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
			this.certificate = first(chain);
			throw new CertificateException("not trusted");
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
				throws CertificateException {
			throw new CertificateException("not a server");
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
				throws CertificateException {
			throw new CertificateException("not a server");
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
			throw new CertificateException("not a server");
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
