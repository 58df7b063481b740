package io.github.wecomlogin.session;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.DepartmentReference;
import io.github.wecomlogin.access.DepartmentRelation;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.authentication.BulkheadSettings;
import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.DirectoryAges;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.invalidation.LastChecks;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.GenericApplicationContext;

/**
 * What checks sessions on one node, with a clock that a test moves.
 */
final class CheckedNode implements AutoCloseable {

	static final Duration INTERVAL = Duration.ofMinutes(10);

	static final Duration GRACE = Duration.ofHours(1);

	private static final DirectoryAges AGES = new DirectoryAges(INTERVAL, GRACE);

	final WeComRegistrations registrations;

	final ChangeStamps stamps;

	final WeComAccess access;

	final WeComSessionChecks checks;

	final ResolvedMemberChecks resolved;

	final GoneMembers gone;

	final List<WeComMemberGoneEvent> published = new CopyOnWriteArrayList<>();

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final CompanyDirectory directory;

	private final WeComClient client;

	CheckedNode(SimulatedWeCom wecom, Clock clock) {
		this(wecom, clock, null, Map.of(), 2000, null);
	}

	CheckedNode(SimulatedWeCom wecom, Clock clock, SharedStore store, Map<String, WeComAuthoritiesProvider> providers,
			int checksPerMinute, AllowRule allow) {
		WeComApplication application = new WeComApplication(SimulatedWeCom.CORP_ID, SimulatedWeCom.AGENT_ID,
				SimulatedWeCom.SECRET);
		this.client = WeComClient
			.forApplication(application,
					new WeComHttpSettings(wecom.apiUrl(), Duration.ofSeconds(5), Duration.ofSeconds(5), null))
			.clock(clock)
			.build();
		AccessRules rules = new AccessRules(allow,
				List.of(new RoleRule("wecom.roles[0]", "HR", departments(2)),
						new RoleRule("wecom.roles[1]", "DEVELOPER", departments(3)),
						new RoleRule("wecom.roles[2]", "ON_CALL", any(new Criterion.Tags(Set.of(7L))))));
		SealedStore sealed = (store != null)
				? new SealedStore(store, "wecom", application.deriveKey("names"), application.deriveKey("seal"), clock)
				: null;
		this.registrations = new WeComRegistrations(
				List.of(new WeComRegistration("wecom", null, application, WeComScope.SNSAPI_BASE, rules)));
		PerRegistration<SealedStore> stores = new PerRegistration<>(this.registrations, (registration) -> sealed);
		this.directory = new CompanyDirectory(this.client, new OrganisationDirectory(this.client, rules.needs(), AGES,
				BackgroundThreads.refusingOnceClosed("directory"), clock));
		this.stamps = new ChangeStamps(this.registrations, stores,
				(registration, stamp) -> this.directory.organisation().validate(stamp), GRACE, clock);
		this.access = new WeComAccess(
				this.registrations, new PerRegistration<>(this.registrations, (registration) -> this.directory),
				() -> providers, new SignInBulkhead(new BulkheadSettings(32, 40),
						BackgroundThreads.droppingOnceClosed("queue"), Ticker.systemTicker()),
				Duration.ofSeconds(10), this.stamps);
		SessionCheckSettings settings = new SessionCheckSettings(INTERVAL, GRACE, checksPerMinute,
				Duration.ofSeconds(10), 32);
		this.gone = new GoneMembers(this.registrations, stores, this.context);
		this.checks = new WeComSessionChecks(this.access, this.stamps,
				new RevalidationLimiters(this.registrations, stores, settings, clock), this.gone, settings, clock);
		this.resolved = new ResolvedMemberChecks(List::of, this.checks,
				new LastChecks(this.registrations, stores, GRACE), this.registrations);
	}

	/**
	 * Listens to the events about members who are gone, as an application would.
	 */
	void listenForGone() {
		this.context.addApplicationListener(new GenericApplicationListenerAdapter(new Listener(this.published)));
		this.context.refresh();
		this.gone.afterSingletonsInstantiated();
	}

	static MemberSelector departments(int... ids) {
		return any(new Criterion.Departments(DepartmentRelation.MEMBER,
				Arrays.stream(ids).mapToObj(DepartmentReference::of).toList(), false));
	}

	static MemberSelector any(Criterion criterion) {
		return new MemberSelector(List.of(criterion), MemberSelector.Match.ANY);
	}

	/**
	 * A member who signs in now.
	 */
	WeComUser signIn(String userId) {
		WeComUser read = this.access.read("wecom", userId, time());
		return this.access.renew(read, read, false, time());
	}

	static Deadline time() {
		return Deadline.after(Duration.ofSeconds(20));
	}

	@Override
	public void close() {
		this.checks.close();
		this.gone.close();
		this.context.close();
		this.stamps.close();
		this.directory.close();
		this.client.close();
	}

	private record Listener(List<WeComMemberGoneEvent> published)
			implements
				ApplicationListener<PayloadApplicationEvent<WeComMemberGoneEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<WeComMemberGoneEvent> event) {
			this.published.add(event.getPayload());
		}

	}

}
