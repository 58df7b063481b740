package io.github.wecomlogin.simulator;

import java.io.IOException;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.HttpServer;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.server.Handler;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.handler.HandlerWrapper;

/**
 * Runs WireMock's server without its admin API. An admin request filter is insufficient,
 * because it does not apply to WireMock's admin pages.
 */
final class ClosedJetty implements HttpServerFactory {

	@Override
	public HttpServer buildHttpServer(Options options, AdminRequestHandler adminRequestHandler,
			StubRequestHandler stubRequestHandler) {
		return new Jetty11HttpServer(options, adminRequestHandler, stubRequestHandler) {

			@Override
			protected Handler createHandler(Options options, AdminRequestHandler adminRequestHandler,
					StubRequestHandler stubRequestHandler) {
				HandlerWrapper gate = new Gate();
				gate.setHandler(super.createHandler(options, adminRequestHandler, stubRequestHandler));
				return gate;
			}

		};
	}

	private static final class Gate extends HandlerWrapper {

		private static final Pattern MALFORMED_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

		@Override
		public void handle(String target, Request baseRequest, HttpServletRequest request, HttpServletResponse response)
				throws IOException, ServletException {
			if (isInside(target, "/__admin") || isInside(target, "/__files")) {
				refuse(baseRequest, response, HttpServletResponse.SC_NOT_FOUND, "Not found\n");
			}
			else if (MALFORMED_ESCAPE.matcher(baseRequest.getHttpURI().toString()).find()) {
				// WireMock would respond with a stack trace
				refuse(baseRequest, response, HttpServletResponse.SC_BAD_REQUEST, "Bad request\n");
			}
			else {
				super.handle(target, baseRequest, request, response);
			}
		}

		private static void refuse(Request baseRequest, HttpServletResponse response, int status, String message)
				throws IOException {
			baseRequest.setHandled(true);
			response.setStatus(status);
			response.setContentType("text/plain;charset=utf-8");
			response.getOutputStream().print(message);
		}

		private static boolean isInside(String target, String path) {
			return target.equals(path) || target.startsWith(path + "/");
		}

	}

}
