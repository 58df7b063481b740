package io.github.wecomlogin.simulator.company;

import java.util.Optional;

/**
 * Finds persons by the ID that pages and tests use.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class People {

	private final Company company;

	public People(Company company) {
		this.company = company;
	}

	public Optional<Person> find(String id) {
		if (id.equals(DemoApplication.OUTSIDER)) {
			return Optional.of(Person.outsider());
		}
		if (id.equals(DemoApplication.LINKED_CORP_MEMBER)) {
			return Optional.of(Person.linkedCorpMember());
		}
		return this.company.find(id).map(Person::employee);
	}

	public Person get(String id) {
		return find(id).orElseThrow(() -> new IllegalArgumentException("Unknown person '" + id + "'"));
	}

}
