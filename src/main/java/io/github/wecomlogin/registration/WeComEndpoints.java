package io.github.wecomlogin.registration;

/**
 * Where members are sent to sign in.
 *
 * @param authorizeUrl the page inside WeCom (D/91022)
 * @param webLoginUrl the page for other browsers (D/98152)
 */
public record WeComEndpoints(String authorizeUrl, String webLoginUrl) {

}
