package io.github.wecomlogin.simulator.company;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Represents an employee of the simulated company, with the data that {@code user/get}
 * (D/90196) and, with consent, {@code auth/getuserdetail} (D/95833) return. Immutable;
 * the {@code with} methods return a modified copy.
 *
 * @param userId 1 to 64 of {@code [0-9A-Za-z_-@.]}, unique in the company ignoring case
 * @param name the name shown in WeCom
 * @param departments the IDs of the departments, the main one first; may be empty
 * @param leaderOf the IDs of the departments that the employee leads
 * @param directLeaders user IDs of the direct leaders, usually none or one
 * @param position the job title
 * @param status 1 active, 2 disabled, 4 not activated, 5 left the company
 * @param visible whether in the visible range (可见范围) of the application
 * @param gender 0 unknown, 1 male, 2 female; returned only by {@code auth/getuserdetail}
 * @param mobile returned only by {@code auth/getuserdetail}
 * @param email returned only by {@code auth/getuserdetail}
 * @param bizMail mailbox of the company, returned only by {@code auth/getuserdetail}
 * @param address returned only by {@code auth/getuserdetail}
 * @param avatar URL of a picture, returned only by {@code auth/getuserdetail}
 */
public record Employee(String userId, String name, List<Long> departments, Set<Long> leaderOf,
		List<String> directLeaders, @Nullable String position, int status, boolean visible, int gender,
		@Nullable String mobile, @Nullable String email, @Nullable String bizMail, @Nullable String address,
		@Nullable String avatar) {

	/**
	 * {@link #status()} of an active employee.
	 */
	public static final int ACTIVE = 1;

	/**
	 * {@link #status()} of a disabled employee.
	 */
	public static final int DISABLED = 2;

	/**
	 * {@link #status()} of an employee who has never signed in to WeCom.
	 */
	public static final int NOT_ACTIVATED = 4;

	/**
	 * {@link #status()} of an employee who has left the company.
	 */
	public static final int LEFT = 5;

	private static final Pattern USER_ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_\\-@.]{0,63}");

	public Employee {
		if (!isUserId(userId)) {
			throw new IllegalArgumentException("userId is not in the form of a WeCom user ID");
		}
		departments = List.copyOf(departments);
		leaderOf = Set.copyOf(leaderOf);
		directLeaders = List.copyOf(directLeaders);
		if (!departments.containsAll(leaderOf)) {
			throw new IllegalArgumentException("leaderOf must be among the departments");
		}
	}

	/**
	 * Returns an active employee in the visible range of the application, without further
	 * data.
	 * @param userId the user ID
	 * @param name the name
	 * @param departments the IDs of the departments, the main one first
	 * @return the employee
	 */
	public static Employee of(String userId, String name, long... departments) {
		return new Employee(userId, name, boxed(departments), Set.of(), List.of(), null, ACTIVE, true, 0, null, null,
				null, null, null);
	}

	public static boolean isUserId(String value) {
		return USER_ID.matcher(value).matches();
	}

	/**
	 * Returns a copy with another name.
	 * @param name the name
	 * @return the copy
	 */
	public Employee withName(String name) {
		return with((changes) -> changes.name = name);
	}

	/**
	 * Returns a copy with other departments. Led departments that remain stay led.
	 * @param departments the IDs of the departments, the main one first
	 * @return the copy
	 */
	public Employee withDepartments(long... departments) {
		return with((changes) -> {
			changes.departments = boxed(departments);
			changes.leaderOf = changes.leaderOf.stream()
				.filter(changes.departments::contains)
				.collect(Collectors.toUnmodifiableSet());
		});
	}

	/**
	 * Returns a copy that leads exactly the given departments.
	 * @param departments some of {@link #departments()}
	 * @return the copy
	 */
	public Employee withLeaderOf(long... departments) {
		return with((changes) -> changes.leaderOf = Set.copyOf(boxed(departments)));
	}

	/**
	 * Returns a copy with other direct leaders.
	 * @param userIds user IDs of the leaders
	 * @return the copy
	 */
	public Employee withDirectLeaders(String... userIds) {
		return with((changes) -> changes.directLeaders = List.of(userIds));
	}

	/**
	 * Returns a copy with another job title.
	 * @param position the title, or {@code null} for none
	 * @return the copy
	 */
	public Employee withPosition(@Nullable String position) {
		return with((changes) -> changes.position = position);
	}

	/**
	 * Returns a copy with another status.
	 * @param status one of {@link #ACTIVE}, {@link #DISABLED}, {@link #NOT_ACTIVATED} and
	 * {@link #LEFT}, or an unknown status
	 * @return the copy
	 */
	public Employee withStatus(int status) {
		return with((changes) -> changes.status = status);
	}

	/**
	 * Returns a copy inside or outside the visible range of the application.
	 * @param visible whether inside
	 * @return the copy
	 */
	public Employee withVisible(boolean visible) {
		return with((changes) -> changes.visible = visible);
	}

	/**
	 * Returns a copy with another gender.
	 * @param gender 0 unknown, 1 male, 2 female
	 * @return the copy
	 */
	public Employee withGender(int gender) {
		return with((changes) -> changes.gender = gender);
	}

	/**
	 * Returns a copy with another mobile number.
	 * @param mobile the number, or {@code null} for none
	 * @return the copy
	 */
	public Employee withMobile(@Nullable String mobile) {
		return with((changes) -> changes.mobile = mobile);
	}

	/**
	 * Returns a copy with another private mail address.
	 * @param email the address, or {@code null} for none
	 * @return the copy
	 */
	public Employee withEmail(@Nullable String email) {
		return with((changes) -> changes.email = email);
	}

	/**
	 * Returns a copy with another mail address of the company.
	 * @param bizMail the address, or {@code null} for none
	 * @return the copy
	 */
	public Employee withBizMail(@Nullable String bizMail) {
		return with((changes) -> changes.bizMail = bizMail);
	}

	/**
	 * Returns a copy with another postal address.
	 * @param address the address, or {@code null} for none
	 * @return the copy
	 */
	public Employee withAddress(@Nullable String address) {
		return with((changes) -> changes.address = address);
	}

	/**
	 * Returns a copy with another picture.
	 * @param avatar URL of the picture, or {@code null} for none
	 * @return the copy
	 */
	public Employee withAvatar(@Nullable String avatar) {
		return with((changes) -> changes.avatar = avatar);
	}

	/**
	 * Contains only the user ID, because the rest is personal data.
	 */
	@Override
	public String toString() {
		return "Employee[userId=" + this.userId + "]";
	}

	private static List<Long> boxed(long[] values) {
		return Arrays.stream(values).boxed().toList();
	}

	private Employee with(Consumer<Changes> change) {
		Changes changes = new Changes(this);
		change.accept(changes);
		return changes.apply();
	}

	private static final class Changes {

		private final String userId;

		private String name;

		private List<Long> departments;

		private Set<Long> leaderOf;

		private List<String> directLeaders;

		private @Nullable String position;

		private int status;

		private boolean visible;

		private int gender;

		private @Nullable String mobile;

		private @Nullable String email;

		private @Nullable String bizMail;

		private @Nullable String address;

		private @Nullable String avatar;

		private Changes(Employee employee) {
			this.userId = employee.userId;
			this.name = employee.name;
			this.departments = employee.departments;
			this.leaderOf = employee.leaderOf;
			this.directLeaders = employee.directLeaders;
			this.position = employee.position;
			this.status = employee.status;
			this.visible = employee.visible;
			this.gender = employee.gender;
			this.mobile = employee.mobile;
			this.email = employee.email;
			this.bizMail = employee.bizMail;
			this.address = employee.address;
			this.avatar = employee.avatar;
		}

		private Employee apply() {
			return new Employee(this.userId, this.name, this.departments, this.leaderOf, this.directLeaders,
					this.position, this.status, this.visible, this.gender, this.mobile, this.email, this.bizMail,
					this.address, this.avatar);
		}

	}

}
