package io.github.wecomlogin.simulator.page;

import java.util.Locale;

import io.github.wecomlogin.simulator.company.Employee;
import org.jspecify.annotations.Nullable;

/**
 * Changes of an employee on the {@link CompanyPage}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public enum CompanyChange {

	DISABLE(PageText.DISABLE_DONE), ENABLE(PageText.ENABLE_DONE), HIDE(PageText.HIDE_DONE), SHOW(PageText.SHOW_DONE);

	private final PageText text;

	CompanyChange(PageText text) {
		this.text = text;
	}

	public static @Nullable CompanyChange of(@Nullable String parameter) {
		for (CompanyChange change : values()) {
			if (change.parameter().equals(parameter)) {
				return change;
			}
		}
		return null;
	}

	public String parameter() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns the confirmation of the change.
	 */
	public PageText text() {
		return this.text;
	}

	public Employee applyTo(Employee employee) {
		return switch (this) {
			case DISABLE -> employee.withStatus(Employee.DISABLED);
			case ENABLE -> employee.withStatus(Employee.ACTIVE);
			case HIDE -> employee.withVisible(false);
			case SHOW -> employee.withVisible(true);
		};
	}

}
