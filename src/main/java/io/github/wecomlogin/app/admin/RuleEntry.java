package io.github.wecomlogin.app.admin;

/**
 * Names a department or tag of a rule.
 *
 * @param text the name and the ID, or what is wrong with it
 * @param problem whether it selects nothing at the moment
 */
public record RuleEntry(String text, boolean problem) {

}
