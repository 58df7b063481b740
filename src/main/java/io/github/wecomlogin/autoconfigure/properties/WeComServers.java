package io.github.wecomlogin.autoconfigure.properties;

/**
 * Holds the URLs of WeCom or of a simulator.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param api the base URL of the server API, without a trailing slash
 * @param authorize the authorization page inside WeCom
 * @param webLogin the sign-in page for other browsers
 */
public record WeComServers(String api, String authorize, String webLogin) {

}
