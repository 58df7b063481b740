package io.github.wecomlogin.simulator.api;

import io.github.wecomlogin.simulator.company.Person;

/**
 * Represents the sign-in behind a code and its user ticket.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param person the person who signs in
 * @param consent the consent of the person
 */
public record Grant(Person person, Consent consent) {

}
