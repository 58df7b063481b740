package io.github.wecomlogin.autoconfigure;

/**
 * The addresses of WeCom, or of a stand-in.
 *
 * @param api the server API, without a trailing slash
 * @param authorize the authorize page inside WeCom
 * @param webLogin the sign-in page for other browsers
 */
record WeComServers(String api, String authorize, String webLogin) {

}
