package io.github.wecomlogin.app.admin;

import io.github.wecomlogin.directory.DepartmentTree;
import org.jspecify.annotations.Nullable;

/**
 * Names a department: its path, else its name.
 */
final class DepartmentLabel {

	private DepartmentLabel() {
	}

	static @Nullable String of(@Nullable DepartmentTree tree, long id) {
		if (tree == null) {
			return null;
		}
		String path = tree.path(id);
		return (path != null) ? path : tree.name(id);
	}

}
