package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.directory.DirectoryPart;

/**
 * What operators call the lists that are kept of a company.
 */
final class DirectoryLists {

	static final String DEPARTMENTS = "departments";

	private DirectoryLists() {
	}

	static String name(DirectoryPart part) {
		return (part.tagId() != null) ? "tag " + part.tagId() : DEPARTMENTS;
	}

}
