package io.github.wecomlogin.simulator.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.simulator.company.Person;

/**
 * Renders a person: initials, name, user ID, departments, position and badges for special
 * states.
 */
final class PersonCard {

	private static final int AVATAR_COLOURS = 6;

	private final Person person;

	private final Language language;

	private final Company company;

	PersonCard(Person person, Language language, Company company) {
		this.person = person;
		this.language = language;
		this.company = company;
	}

	String render() {
		return """
				<span class="avatar avatar-%d" aria-hidden="true">%s</span>
				<span class="who"><span class="name">%s</span> <span class="id">%s</span>
				<span class="place">%s</span></span>%s""".formatted(
				Math.floorMod(this.person.id().hashCode(), AVATAR_COLOURS), Html.escape(initials()),
				Html.escape(name()), Html.escape(this.person.id()), Html.escape(place()), badges());
	}

	private String name() {
		Employee employee = this.person.employee();
		if (employee != null) {
			return employee.name();
		}
		return (this.person.isOutsider() ? PageText.OUTSIDER : PageText.LINKED_CORP_MEMBER).in(this.language);
	}

	private String initials() {
		String name = name().strip();
		boolean ideographic = !name.isEmpty() && name.codePoints().allMatch(Character::isIdeographic);
		int characters = name.codePointCount(0, name.length());
		// The last two characters of a Chinese name, as in WeCom
		if (ideographic && characters > 2) {
			return name.substring(name.offsetByCodePoints(0, characters - 2));
		}
		return (ideographic || name.isEmpty()) ? name : name.substring(0, name.offsetByCodePoints(0, 1));
	}

	private String place() {
		Employee employee = this.person.employee();
		if (employee == null) {
			return (this.person.isOutsider() ? PageText.OUTSIDER_HINT : PageText.LINKED_CORP_MEMBER_HINT)
				.in(this.language);
		}
		List<String> parts = new ArrayList<>();
		for (long department : employee.departments()) {
			String leader = employee.leaderOf().contains(department) ? " (" + PageText.LEADER.in(this.language) + ")"
					: "";
			parts.add(this.company.departmentName(department) + leader);
		}
		if (employee.position() != null) {
			parts.add(employee.position());
		}
		return String.join(" · ", parts);
	}

	private String badges() {
		Employee employee = this.person.employee();
		if (employee == null) {
			return "";
		}
		List<String> badges = new ArrayList<>();
		switch (employee.status()) {
			case Employee.ACTIVE -> {
			}
			case Employee.DISABLED -> badges.add(PageText.DISABLED.in(this.language));
			case Employee.NOT_ACTIVATED -> badges.add(PageText.NOT_ACTIVATED.in(this.language));
			case Employee.LEFT -> badges.add(PageText.LEFT.in(this.language));
			default -> badges.add("status " + employee.status());
		}
		if (!employee.visible()) {
			badges.add(PageText.OUT_OF_RANGE.in(this.language));
		}
		return badges.stream()
			.map((badge) -> "\n<span class=\"badge\">" + Html.escape(badge) + "</span>")
			.collect(Collectors.joining());
	}

}
