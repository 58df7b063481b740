package io.github.wecomlogin.autoconfigure.properties;

/**
 * The addresses of WeCom, or of a stand-in.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param api the server API, without a trailing slash
 * @param authorize the authorize page inside WeCom
 * @param webLogin the sign-in page for other browsers
 */
public record WeComServers(String api, String authorize, String webLogin) {

}
