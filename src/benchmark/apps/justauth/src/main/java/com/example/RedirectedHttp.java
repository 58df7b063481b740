package com.example;

import java.util.Map;

import com.xkcoding.http.config.HttpConfig;
import com.xkcoding.http.support.AbstractHttp;
import com.xkcoding.http.support.HttpHeader;
import com.xkcoding.http.support.SimpleHttpResponse;

/**
 * Calls the measuring company instead of WeCom, whose address JustAuth has no setting
 * for.
 */
class RedirectedHttp extends AbstractHttp {

	private final AbstractHttp http;

	private final String company;

	RedirectedHttp(AbstractHttp http, String company) {
		super(new HttpConfig());
		this.http = http;
		this.company = company;
	}

	private String url(String url) {
		return url.replace("https://qyapi.weixin.qq.com", this.company);
	}

	@Override
	public SimpleHttpResponse get(String url) {
		return this.http.get(url(url));
	}

	@Override
	public SimpleHttpResponse get(String url, Map<String, String> params, boolean encode) {
		return this.http.get(url(url), params, encode);
	}

	@Override
	public SimpleHttpResponse get(String url, Map<String, String> params, HttpHeader header, boolean encode) {
		return this.http.get(url(url), params, header, encode);
	}

	@Override
	public SimpleHttpResponse post(String url) {
		return this.http.post(url(url));
	}

	@Override
	public SimpleHttpResponse post(String url, String data) {
		return this.http.post(url(url), data);
	}

	@Override
	public SimpleHttpResponse post(String url, String data, HttpHeader header) {
		return this.http.post(url(url), data, header);
	}

	@Override
	public SimpleHttpResponse post(String url, Map<String, String> params, boolean encode) {
		return this.http.post(url(url), params, encode);
	}

	@Override
	public SimpleHttpResponse post(String url, Map<String, String> params, HttpHeader header, boolean encode) {
		return this.http.post(url(url), params, header, encode);
	}

}
