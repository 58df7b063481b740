package io.github.wecomlogin.simulator;

import java.util.Optional;

/**
 * Finds persons by the id which the pages and the controls use.
 */
final class People {

	private final Company company;

	People(Company company) {
		this.company = company;
	}

	Optional<Person> find(String id) {
		if (id.equals(DemoApplication.OUTSIDER)) {
			return Optional.of(Person.outsider());
		}
		if (id.equals(DemoApplication.LINKED_CORP_MEMBER)) {
			return Optional.of(Person.linkedCorpMember());
		}
		return this.company.find(id).map(Person::employee);
	}

	Person get(String id) {
		return find(id).orElseThrow(() -> new IllegalArgumentException("Nobody is called '" + id + "'"));
	}

}
