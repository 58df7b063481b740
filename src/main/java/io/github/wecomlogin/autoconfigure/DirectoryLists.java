package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.directory.DirectoryPart;

/**
 * Names the cached directory lists in health details and metrics.
 */
final class DirectoryLists {

	static final String DEPARTMENTS = "departments";

	private DirectoryLists() {
	}

	static String name(DirectoryPart part) {
		return (part.tagId() != null) ? "tag " + part.tagId() : DEPARTMENTS;
	}

}
