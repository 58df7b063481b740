package io.github.wecomlogin.config;

/**
 * Settings of a sign-in page that a chain configures with {@code loginPage}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param shownInsideWeCom whether the page is shown inside WeCom, where a member can be
 * signed in without it
 */
public record SignInPageSettings(boolean shownInsideWeCom) {

}
