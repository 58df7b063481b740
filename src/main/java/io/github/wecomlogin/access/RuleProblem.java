package io.github.wecomlogin.access;

/**
 * Why rules cannot be decided, or only with what was read some time ago.
 *
 * @param severe whether the configuration must be changed
 * @param message says which rules, why, and what to do, in English and Chinese
 */
record RuleProblem(boolean severe, String message) {

}
