package io.github.wecomlogin.client;

import io.micrometer.common.KeyValue;

import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

/**
 * Removes the query from URLs in HTTP client spans and metrics, because WeCom's API takes
 * secret and token as query parameters.
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
