package io.github.wecomlogin.simulator.api;

import io.github.wecomlogin.simulator.company.Person;

/**
 * What a code, and the user ticket that follows from it, stand for.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param person who signs in
 * @param consent what the person has agreed to
 */
public record Grant(Person person, Consent consent) {

}
