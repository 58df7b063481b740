package io.github.wecomlogin.test;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.user.WeComUserBuilder;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.ConfigurableMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcConfigurer;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Authenticates test requests as a member, without WeCom, simulator or network:
 *
 * <pre class="code">
 * mockMvc.perform(get("/admin").with(wecomLogin().userId("zhangsan").department(2).leader().roles("HR")));
 * </pre>
 *
 * <p>
 * The request has an {@link OAuth2AuthenticationToken} as after a real sign-in: the
 * principal is a {@link WeComUser}, and the factor authority of Spring Security is
 * present. A {@code GrantedAuthoritiesMapper} is not applied.
 *
 * <p>
 * Applied to a builder of {@link org.springframework.test.web.servlet.MockMvc}, it
 * authenticates all requests, except those with their own {@code with(…)}. Required for
 * {@code RestTestClient}, whose requests cannot be post-processed:
 *
 * <pre class="code">
 * RestTestClient client = RestTestClient.bindToApplicationContext(context)
 * 	.configureServer((server) -&gt; server.apply(springSecurity()).apply(wecomLogin().userId("zhangsan")))
 * 	.build();
 * </pre>
 *
 * <p>
 * Immutable: each method returns a modified copy, so that tests can share a common part.
 */
public final class WeComLoginRequestPostProcessor implements RequestPostProcessor, MockMvcConfigurer {

	private final StatedMember member;

	WeComLoginRequestPostProcessor(StatedMember member) {
		this.member = member;
	}

	/**
	 * Sets the member's user ID.
	 * @param userId the user ID in the directory's spelling; {@code user} if not set
	 * @return a copy
	 * @throws IllegalArgumentException if it is blank
	 */
	public WeComLoginRequestPostProcessor userId(String userId) {
		return with((member) -> member.setUserId(userId));
	}

	/**
	 * Sets the display name of the member.
	 * @param name the name; the user ID if not set
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor name(String name) {
		return with((member) -> member.setName(name));
	}

	/**
	 * Sets the registration of the sign-in.
	 * @param registrationId the ID of a registration, which must exist if the application
	 * under test has {@link WeComRegistrations}. If not set, its only registration, or
	 * {@code wecom}
	 * @return a copy
	 * @throws IllegalArgumentException if it is blank
	 */
	public WeComLoginRequestPostProcessor registrationId(String registrationId) {
		return with((member) -> member.setRegistrationId(registrationId));
	}

	/**
	 * Sets the member's company.
	 * @param corpId the corp ID; if not set, that of the registration in the application
	 * under test, or else that of the demo company
	 * @return a copy
	 * @throws IllegalArgumentException if it is blank
	 */
	public WeComLoginRequestPostProcessor corpId(String corpId) {
		return with((member) -> member.setCorpId(corpId));
	}

	/**
	 * Adds a department without a name.
	 * @param id the department's ID, at least 1
	 * @return a copy
	 * @throws IllegalArgumentException if the ID is invalid or already in use
	 */
	public WeComLoginRequestPostProcessor department(long id) {
		return with((member) -> member.addDepartment(StatedDepartment.of(id)));
	}

	/**
	 * Adds a department with its path. Ancestors need no ID; {@link #under(long...)} sets
	 * their IDs.
	 * @param id the department's ID, at least 1
	 * @param path the names from the root, such as {@code 演示公司/研发部}
	 * @return a copy
	 * @throws IllegalArgumentException if the ID is invalid or already in use, or if a
	 * name is blank
	 */
	public WeComLoginRequestPostProcessor department(long id, String path) {
		return with((member) -> member.addDepartment(StatedDepartment.of(id, path)));
	}

	/**
	 * Sets the ancestors of the last department. The last of them is the root, unless the
	 * path has further names.
	 * @param ids the IDs of the ancestors, nearest first
	 * @return a copy
	 * @throws IllegalArgumentException if an ID is invalid or repeated
	 * @throws IllegalStateException if no department has been added
	 */
	public WeComLoginRequestPostProcessor under(long... ids) {
		List<Long> above = Arrays.stream(ids).boxed().toList();
		return with((member) -> member.changeLastDepartment("under(…)", (department) -> department.under(above)));
	}

	/**
	 * Makes the member a leader of the last department.
	 * @return a copy
	 * @throws IllegalStateException if no department has been added
	 */
	public WeComLoginRequestPostProcessor leader() {
		return with((member) -> member.changeLastDepartment("leader()", StatedDepartment::led));
	}

	/**
	 * Sets the main department. Requests fail if the member is not in it.
	 * @param id the ID of one of the member's departments; the first one if not set
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor mainDepartment(long id) {
		return with((member) -> member.setMainDepartment(id));
	}

	/**
	 * Adds a tag without a name.
	 * @param id the ID of the tag, at least 1
	 * @return a copy
	 * @throws IllegalArgumentException if the ID is invalid or already in use
	 */
	public WeComLoginRequestPostProcessor tag(long id) {
		return with((member) -> member.addTag(new WeComTag(id, null)));
	}

	/**
	 * Adds a tag.
	 * @param id the ID of the tag, at least 1
	 * @param name its name
	 * @return a copy
	 * @throws IllegalArgumentException if the ID is invalid or already in use
	 */
	public WeComLoginRequestPostProcessor tag(long id, String name) {
		return with((member) -> member.addTag(new WeComTag(id, name)));
	}

	/**
	 * Sets the job title.
	 * @param position the title; none if not set
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor position(String position) {
		return with((member) -> member.setPosition(position));
	}

	/**
	 * Sets the member's direct leaders.
	 * @param userIds the user IDs of the leaders; none if not set
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor directLeaders(String... userIds) {
		return with((member) -> member.setDirectLeaders(List.of(userIds)));
	}

	/**
	 * Sets further data of the member, such as mobile, mail and avatar:
	 * {@code user((user) -> user.email("zhangsan@example.com"))}. Requests fail if it
	 * changes departments, tags or authorities, which have their own methods.
	 * @param details modifies the member before rules are applied
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor user(Consumer<WeComUserBuilder> details) {
		return with((member) -> member.addDetails(details));
	}

	/**
	 * Adds roles to {@code USER} and those granted by {@link #withConfiguredRules()}.
	 * @param roles roles without the prefix {@code ROLE_}
	 * @return a copy
	 * @throws IllegalArgumentException if a role is blank or has the prefix
	 */
	public WeComLoginRequestPostProcessor roles(String... roles) {
		return with((member) -> member.addRoles(List.of(roles)));
	}

	/**
	 * Adds authorities to the role {@code USER} and those granted by
	 * {@link #withConfiguredRules()}.
	 * @param authorities the authorities
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor authorities(GrantedAuthority... authorities) {
		return with((member) -> member.addAuthorities(List.of(authorities)));
	}

	/**
	 * Applies {@code wecom.allow}, {@code wecom.roles} and each
	 * {@link io.github.wecomlogin.authorization.WeComAuthoritiesProvider} of the
	 * application under test, without calling WeCom. Departments, ancestors and tags that
	 * are not stated do not exist; a rule that names such a department selects no
	 * members.
	 *
	 * <p>
	 * Requests fail with an {@link IllegalStateException} if the application under test
	 * has no {@link WeComAccess}, and with an {@link AssertionError} if it refuses the
	 * member.
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor withConfiguredRules() {
		return with(StatedMember::applyConfiguredRules);
	}

	private WeComLoginRequestPostProcessor with(Consumer<StatedMember> change) {
		StatedMember copy = new StatedMember(this.member);
		change.accept(copy);
		return new WeComLoginRequestPostProcessor(copy);
	}

	/**
	 * Authenticates a request.
	 * @param request the request
	 * @return the request
	 * @throws IllegalStateException if the statements about the member are inconsistent,
	 * or do not match the application under test
	 * @throws AssertionError if the application's rules refuse the member
	 */
	@Override
	public MockHttpServletRequest postProcessRequest(MockHttpServletRequest request) {
		WebApplicationContext context = WebApplicationContextUtils
			.findWebApplicationContext(request.getServletContext());
		OAuth2AuthenticationToken authentication = new ApplicationUnderTest(context).signIn(this.member);
		return SecurityMockMvcRequestPostProcessors.authentication(authentication).postProcessRequest(request);
	}

	/**
	 * Authenticates all requests.
	 * @param builder the builder of {@code MockMvc}
	 * @param context the application under test
	 * @return the post-processor of each request
	 * @throws IllegalStateException if the statements about the member are inconsistent,
	 * or do not match the application under test
	 * @throws AssertionError if the application's rules refuse the member
	 */
	@Override
	public RequestPostProcessor beforeMockMvcCreated(ConfigurableMockMvcBuilder<?> builder,
			WebApplicationContext context) {
		// Resolved eagerly, because RestTestClient reports exceptions of requests as
		// status
		// 500
		return SecurityMockMvcRequestPostProcessors
			.authentication(new ApplicationUnderTest(context).signIn(this.member));
	}

}
