package io.github.wecomlogin.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * Counts the calls per path. Implemented as a filter, to include calls that user-defined
 * stubs answer.
 */
final class CallCounter implements StubRequestFilterV2 {

	private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

	@Override
	public String getName() {
		return "wecom-call-counter";
	}

	@Override
	public RequestFilterAction filter(Request request, ServeEvent serveEvent) {
		this.counts.computeIfAbsent(pathOf(request), (path) -> new AtomicInteger()).incrementAndGet();
		return RequestFilterAction.continueWith(request);
	}

	static String pathOf(Request request) {
		String url = request.getUrl();
		int query = url.indexOf('?');
		return (query < 0) ? url : url.substring(0, query);
	}

	int callsOf(String path) {
		AtomicInteger count = this.counts.get(path);
		return (count != null) ? count.get() : 0;
	}

	void clear() {
		this.counts.clear();
	}

}
