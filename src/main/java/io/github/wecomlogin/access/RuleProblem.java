package io.github.wecomlogin.access;

/**
 * A reason why rules cannot be decided, or only with stale data.
 *
 * @param what the subject, which identifies the problem whatever its cause
 * @param severe whether the configuration must be changed
 * @param stale whether rules are still decided, with stale data
 * @param message the problem with the affected rules, the cause and the remedy, in
 * English and Chinese
 */
record RuleProblem(String what, boolean severe, boolean stale, String message) {

}
