package io.github.wecomlogin.app.admin;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.DepartmentReference;
import io.github.wecomlogin.access.MemberFacts;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.Verdict;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.TagMembers;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Shows what the rules select: departments and tags by name, and how many of the known
 * members. Uses cached lists only, without calling WeCom.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
@Component
public class RuleViews {

	private final KnownMembers members;

	private final PerRegistration<CompanyDirectory> directories;

	private final MessageSource messages;

	RuleViews(KnownMembers members, PerRegistration<CompanyDirectory> directories, MessageSource messages) {
		this.members = members;
		this.directories = directories;
		this.messages = messages;
	}

	/**
	 * Returns the rule for who can sign in.
	 * @return the rule, or {@code null} if there is none
	 */
	public @Nullable RuleView allow(WeComRegistration registration, Locale locale) {
		AllowRule allow = registration.rules().allow();
		return (allow == null) ? null : new View(registration, locale).of(allow.name(), null, allow.members());
	}

	/**
	 * Returns the role rules.
	 */
	public List<RuleView> roles(WeComRegistration registration, Locale locale) {
		View view = new View(registration, locale);
		return registration.rules()
			.roles()
			.stream()
			.map((rule) -> view.of(rule.name(), rule.role(), rule.members()))
			.toList();
	}

	/**
	 * Applies the rules of a registration to its known members. The facts of a member
	 * cache lookups for all rules.
	 */
	private final class View {

		private final Organisation organisation;

		private final List<MemberFacts> members;

		private final Locale locale;

		View(WeComRegistration registration, Locale locale) {
			this.organisation = RuleViews.this.directories.get(registration).organisation().cached();
			this.members = RuleViews.this.members.of(registration)
				.map((member) -> new MemberFacts(member.member(), this.organisation))
				.toList();
			this.locale = locale;
		}

		RuleView of(String name, @Nullable String role, MemberSelector selector) {
			List<RuleEntry> entries = selector.criteria().stream().flatMap(this::entries).distinct().toList();
			long selected = this.members.stream().filter((member) -> selector.verdict(member) == Verdict.YES).count();
			return new RuleView(name, role, selector.toString(), entries, selected);
		}

		private Stream<RuleEntry> entries(Criterion criterion) {
			return Stream.concat(
					criterion.departments().stream().map((named) -> entry(named, this.organisation.departments())),
					criterion.tags().stream().sorted().map((id) -> entry(id, this.organisation.tags().get(id))));
		}

		private RuleEntry entry(DepartmentReference named, @Nullable DepartmentTree tree) {
			if (tree == null) {
				return entry("rules.department.not-loaded", false, named);
			}
			List<Long> found = (named.name() != null) ? tree.find(named.name())
					: Stream.ofNullable(named.id()).filter(tree::mentions).toList();
			if (found.size() != 1) {
				return entry(found.isEmpty() ? "rules.department.unknown" : "rules.department.ambiguous", true, named,
						found.size());
			}
			String label = DepartmentLabel.of(tree, found.get(0));
			return (label != null) ? entry("rules.department", false, found.get(0), label)
					: entry("rules.department.unnamed", false, found.get(0));
		}

		private RuleEntry entry(long id, @Nullable TagMembers tag) {
			if (tag == null) {
				return entry("rules.tag.not-loaded", false, id);
			}
			return (tag.name() != null)
					? entry("rules.tag", false, id, tag.name(), tag.size(), tag.departments().size())
					: entry("rules.tag.unnamed", false, id, tag.size(), tag.departments().size());
		}

		private RuleEntry entry(String key, boolean problem, Object... arguments) {
			Object[] texts = Stream.of(arguments).map(String::valueOf).toArray();
			return new RuleEntry(RuleViews.this.messages.getMessage(key, texts, this.locale), problem);
		}

	}

}
