package io.github.wecomlogin.doctor;

import java.security.cert.X509Certificate;

import io.github.wecomlogin.client.http.ConnectionProbe;
import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;

/**
 * Describes the certificate that a server presents.
 */
final class Certificates {

	private static final Texts TEXTS = new Texts(Certificates.class, "findings");

	private Certificates() {
	}

	/**
	 * Appends subject and issuer to a text, if a certificate was presented.
	 */
	static LocalizedText describe(LocalizedText text, ConnectionProbe probe) {
		X509Certificate certificate = probe.certificate();
		return (certificate != null) ? text.and(TEXTS.both("certificate",
				certificate.getSubjectX500Principal().getName(), certificate.getIssuerX500Principal().getName()))
				: text;
	}

}
