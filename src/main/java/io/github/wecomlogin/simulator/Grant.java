package io.github.wecomlogin.simulator;

/**
 * What a code, and the user ticket that follows from it, stand for.
 *
 * @param person who signs in
 * @param consent what the person has agreed to
 */
record Grant(Person person, Consent consent) {

}
