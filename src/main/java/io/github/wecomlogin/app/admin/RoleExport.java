package io.github.wecomlogin.app.admin;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.Decision;
import io.github.wecomlogin.access.MemberFacts;
import io.github.wecomlogin.access.Verdict;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Exports which member has which role, from the members known to this node and those that
 * rules name by user ID or tag. Calls WeCom for none of them. Each row states its basis.
 */
@Component
class RoleExport {

	static final int MAX_ROWS = 100_000;

	private final KnownMembers members;

	private final WeComRegistrations registrations;

	private final PerRegistration<CompanyDirectory> directories;

	private final MessageSource messages;

	RoleExport(KnownMembers members, WeComRegistrations registrations, PerRegistration<CompanyDirectory> directories,
			MessageSource messages) {
		this.members = members;
		this.registrations = registrations;
		this.directories = directories;
		this.messages = messages;
	}

	void write(Appendable out, Locale locale) throws IOException {
		new Rows(new Csv(out), locale).write();
	}

	/**
	 * Writes the rows of one export.
	 */
	private final class Rows {

		private final Csv csv;

		private final Locale locale;

		private int left = MAX_ROWS;

		Rows(Csv csv, Locale locale) {
			this.csv = csv;
			this.locale = locale;
		}

		void write() throws IOException {
			this.csv.row(text("export.corp-id"), text("export.registration"), text("export.user-id"),
					text("export.name"), text("export.role"), text("export.rule"), text("export.reason"),
					text("export.basis"), text("export.read-at"));
			for (WeComRegistration registration : RoleExport.this.registrations) {
				Organisation organisation = RoleExport.this.directories.get(registration).organisation().cached();
				for (KnownMember member : RoleExport.this.members.of(registration)
					.sorted(KnownMember.BY_USER_ID)
					.toList()) {
					write(registration, member, organisation);
				}
				for (String userId : named(registration.rules(), organisation)) {
					if (!RoleExport.this.members.contains(registration, userId)) {
						writeNamed(registration, userId, organisation);
					}
				}
			}
			if (this.left < 0) {
				this.csv.row(RoleExport.this.messages.getMessage("export.truncated", new Object[] { MAX_ROWS },
						this.locale));
			}
			if (RoleExport.this.members.isFull()) {
				this.csv.row(RoleExport.this.messages.getMessage("export.limit",
						new Object[] { KnownMembers.MAX_MEMBERS }, this.locale));
			}
		}

		/**
		 * Writes the roles of the last check and those that the rules grant by now.
		 */
		private void write(WeComRegistration registration, KnownMember member, Organisation organisation)
				throws IOException {
			Decision decision = registration.rules().decide(new MemberFacts(member.member(), organisation));
			Collection<String> held = member.roles();
			if (held == null
					&& (member.member().status() != Member.Status.ACTIVE || decision.admission() != Verdict.YES)) {
				// Cannot sign in
				return;
			}
			SortedSet<String> roles = new TreeSet<>(decision.roles());
			if (held != null) {
				roles.addAll(held);
			}
			for (String role : roles) {
				String basis = RoleExport.this.members.isUnchecked(member) ? text("export.basis.unchecked")
						: basis(held, role);
				List<Decision.Grant> grants = decision.grants()
					.stream()
					.filter((grant) -> grant.rule().role().equals(role))
					.toList();
				for (Decision.Grant grant : grants) {
					row(registration, member.member(), role, grant.rule().name(), grant.reason(), basis,
							member.readAt());
				}
				if (grants.isEmpty()) {
					row(registration, member.member(), role,
							text(role.equals(AccessRules.EVERYBODY) ? "export.everybody" : "export.no-rule"), "", basis,
							member.readAt());
				}
			}
		}

		private String basis(@Nullable Collection<String> held, String role) {
			if (held == null) {
				return text("export.basis.listed");
			}
			return text(held.contains(role) ? "export.basis.checked" : "export.basis.next-check");
		}

		/**
		 * Writes the roles of a member of whom only the user ID is known.
		 */
		private void writeNamed(WeComRegistration registration, String userId, Organisation organisation)
				throws IOException {
			Member member = new Member(userId, "", Member.Status.MISSING, List.of(), Set.of(), null, List.of(), null);
			for (Decision.Grant grant : registration.rules().decide(new MemberFacts(member, organisation)).grants()) {
				row(registration, member, grant.rule().role(), grant.rule().name(), grant.reason(),
						text("export.basis.named"), null);
			}
		}

		private void row(WeComRegistration registration, Member member, String role, String rule, String reason,
				String basis, @Nullable Instant readAt) throws IOException {
			if (--this.left >= 0) {
				this.csv.row(registration.application().corpId(), registration.registrationId(), member.userId(),
						member.name(), role, rule, reason, basis,
						(readAt != null) ? readAt.truncatedTo(ChronoUnit.SECONDS).toString() : "");
			}
		}

		private String text(String key) {
			return RoleExport.this.messages.getMessage(key, null, this.locale);
		}

	}

	/**
	 * Returns the user IDs that rules name, directly or by a tag, in lower case.
	 */
	private static SortedSet<String> named(AccessRules rules, Organisation organisation) {
		Set<Long> tags = rules.needs().tags();
		Stream<String> tagged = organisation.tags()
			.entrySet()
			.stream()
			.filter((tag) -> tags.contains(tag.getKey()))
			.flatMap((tag) -> tag.getValue().userIds());
		Stream<String> users = rules.roles()
			.stream()
			.flatMap((rule) -> rule.members().criteria().stream())
			.flatMap((criterion) -> (criterion instanceof Criterion.Users named) ? named.ids().stream()
					: Stream.empty());
		return Stream.concat(users, tagged).collect(Collectors.toCollection(TreeSet::new));
	}

}
