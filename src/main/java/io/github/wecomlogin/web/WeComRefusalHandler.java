package io.github.wecomlogin.web;

import java.io.IOException;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Tells a visitor that they were not signed in. The default redirects to the sign-in page
 * with the refusal's code and reference, and answers {@link WeComRefusal#BUSY} with 503
 * and a page that offers to send the same callback again. Called for every refusal,
 * except where a security filter chain has a failure handler or failure URL of its own.
 */
@FunctionalInterface
public interface WeComRefusalHandler {

	/**
	 * Writes the response.
	 * @param request the current request
	 * @param response the current response
	 * @param refusal why, and the reference; nothing else may be told to the visitor
	 * @param signInPage the path of the sign-in page within the application, possibly
	 * with a query
	 * @throws IOException if the response cannot be written
	 * @throws ServletException if a view cannot be rendered
	 */
	void handle(HttpServletRequest request, HttpServletResponse response, WeComRefusalNotice refusal, String signInPage)
			throws IOException, ServletException;

}
