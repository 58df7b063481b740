package io.github.wecomlogin.client;

import io.micrometer.common.KeyValue;

import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

/**
 * Spring's convention for HTTP client spans and metrics, but with URLs that end before
 * the query: WeCom wants the secret and the token there.
 */
final class UrlWithoutQueryConvention extends DefaultClientRequestObservationConvention {

	@Override
	protected KeyValue requestUri(ClientRequestObservationContext context) {
		return withoutQuery(super.requestUri(context));
	}

	@Override
	protected KeyValue uri(ClientRequestObservationContext context) {
		return withoutQuery(super.uri(context));
	}

	private static KeyValue withoutQuery(KeyValue keyValue) {
		String url = keyValue.getValue();
		int query = url.indexOf('?');
		return (query < 0) ? keyValue : KeyValue.of(keyValue.getKey(), url.substring(0, query));
	}

}
