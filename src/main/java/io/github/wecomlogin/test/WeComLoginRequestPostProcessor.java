package io.github.wecomlogin.test;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;

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
 * Signs a member in for a test, without WeCom, simulator or network:
 *
 * <pre class="code">
 * mockMvc.perform(get("/admin").with(wecomLogin().userId("zhangsan").department(2).leader().roles("HR")));
 * </pre>
 *
 * <p>
 * The request then has an {@link OAuth2AuthenticationToken} like that of a real sign-in:
 * the principal is a {@link WeComUser}, and there is the authority of the factor that
 * Spring Security adds. A {@code GrantedAuthoritiesMapper} is not applied.
 *
 * <p>
 * Applied to a builder of {@link org.springframework.test.web.servlet.MockMvc}, it signs
 * the member in once for all requests, except those that say {@code with(…)} themselves.
 * That is the way for {@code RestTestClient}, whose requests cannot be post-processed:
 *
 * <pre class="code">
 * RestTestClient client = RestTestClient.bindToApplicationContext(context)
 * 	.configureServer((server) -&gt; server.apply(springSecurity()).apply(wecomLogin().userId("zhangsan")))
 * 	.build();
 * </pre>
 *
 * <p>
 * Immutable: each method returns a changed copy, so that tests can share a beginning.
 */
public final class WeComLoginRequestPostProcessor implements RequestPostProcessor, MockMvcConfigurer {

	private final StatedMember member;

	WeComLoginRequestPostProcessor(StatedMember member) {
		this.member = member;
	}

	/**
	 * Sets the member's id.
	 * @param userId the id in the directory's spelling; {@code user} if not set
	 * @return a copy
	 * @throws IllegalArgumentException if it is blank
	 */
	public WeComLoginRequestPostProcessor userId(String userId) {
		return with((member) -> member.setUserId(userId));
	}

	/**
	 * Sets what people call the member.
	 * @param name the name; the user id if not set
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor name(String name) {
		return with((member) -> member.setName(name));
	}

	/**
	 * Sets with which registration the member signed in.
	 * @param registrationId an id that the {@link WeComRegistrations} of the application
	 * under test have, if it has any. If not set, the id is that of its only
	 * registration, or {@code wecom}
	 * @return a copy
	 * @throws IllegalArgumentException if it is blank
	 */
	public WeComLoginRequestPostProcessor registrationId(String registrationId) {
		return with((member) -> member.setRegistrationId(registrationId));
	}

	/**
	 * Sets the member's company.
	 * @param corpId the company's id; if not set, that of the registration in the
	 * application under test, or else that of the simulator's company
	 * @return a copy
	 * @throws IllegalArgumentException if it is blank
	 */
	public WeComLoginRequestPostProcessor corpId(String corpId) {
		return with((member) -> member.setCorpId(corpId));
	}

	/**
	 * Adds a department whose name is not known.
	 * @param id the department's id, from 1
	 * @return a copy
	 * @throws IllegalArgumentException if it is no id, or that of a department that is
	 * there
	 */
	public WeComLoginRequestPostProcessor department(long id) {
		return with((member) -> member.addDepartment(StatedDepartment.of(id)));
	}

	/**
	 * Adds a department with its name and those of all departments above it. The latter
	 * need no id; {@link #under(long...)} gives them one.
	 * @param id the department's id, from 1
	 * @param path the name, or several from above to below such as {@code 演示公司/研发部}
	 * @return a copy
	 * @throws IllegalArgumentException if it is no id, or that of a department that is
	 * there, or if a name is blank
	 */
	public WeComLoginRequestPostProcessor department(long id, String path) {
		return with((member) -> member.addDepartment(StatedDepartment.of(id, path)));
	}

	/**
	 * Says which departments are above the one named last. Nothing is above the last of
	 * them, unless its path says so.
	 * @param ids ids of departments, the nearest first
	 * @return a copy
	 * @throws IllegalArgumentException if one of them is no id, or is there twice
	 * @throws IllegalStateException if no department was named before
	 */
	public WeComLoginRequestPostProcessor under(long... ids) {
		List<Long> above = Arrays.stream(ids).boxed().toList();
		return with((member) -> member.changeLastDepartment("under(…)", (department) -> department.under(above)));
	}

	/**
	 * Makes the member leader of the department named last.
	 * @return a copy
	 * @throws IllegalStateException if no department was named before
	 */
	public WeComLoginRequestPostProcessor leader() {
		return with((member) -> member.changeLastDepartment("leader()", StatedDepartment::led));
	}

	/**
	 * Sets the main department. A request fails if it is none of the member's.
	 * @param id the id of one of the departments; the first of them if not set
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor mainDepartment(long id) {
		return with((member) -> member.setMainDepartment(id));
	}

	/**
	 * Adds a tag whose name is not known.
	 * @param id the id of the tag, from 1
	 * @return a copy
	 * @throws IllegalArgumentException if it is no id, or that of a tag that is there
	 */
	public WeComLoginRequestPostProcessor tag(long id) {
		return with((member) -> member.addTag(new WeComTag(id, null)));
	}

	/**
	 * Adds a tag.
	 * @param id the id of the tag, from 1
	 * @param name its name
	 * @return a copy
	 * @throws IllegalArgumentException if it is no id, or that of a tag that is there
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
	 * @param userIds their user ids; none if not set
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor directLeaders(String... userIds) {
		return with((member) -> member.setDirectLeaders(List.of(userIds)));
	}

	/**
	 * Sets what else there is of a member, such as mobile, mail and picture:
	 * {@code user((user) -> user.email("zhangsan@example.com"))}. A request fails if this
	 * changes departments, tags or authorities, for which there are methods here.
	 * @param details changes the member before the rules see one
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor user(Consumer<WeComUser.Builder> details) {
		return with((member) -> member.addDetails(details));
	}

	/**
	 * Adds roles, to {@code USER} and to what {@link #withConfiguredRules()} gives.
	 * @param roles roles without the prefix {@code ROLE_}
	 * @return a copy
	 * @throws IllegalArgumentException if one is blank or has the prefix
	 */
	public WeComLoginRequestPostProcessor roles(String... roles) {
		return with((member) -> member.addRoles(List.of(roles)));
	}

	/**
	 * Adds authorities, to the role {@code USER} and to what
	 * {@link #withConfiguredRules()} gives.
	 * @param authorities any authorities
	 * @return a copy
	 */
	public WeComLoginRequestPostProcessor authorities(GrantedAuthority... authorities) {
		return with((member) -> member.addAuthorities(List.of(authorities)));
	}

	/**
	 * Gives the member what the application under test would: applies
	 * {@code wecom.allow}, {@code wecom.roles} and each
	 * {@link io.github.wecomlogin.authorization.WeComAuthoritiesProvider}, without asking
	 * WeCom. What is not said here is not so: the member is in no other department,
	 * nothing else is above those named, nobody has another tag. A rule that names a
	 * department by a name that is not said here selects nobody.
	 *
	 * <p>
	 * A request fails with an {@link IllegalStateException} if the application under test
	 * has no {@link WeComAccess}, and with an {@link AssertionError} if it does not let
	 * the member in.
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
	 * Signs the member in for one request.
	 * @param request the request
	 * @return the request
	 * @throws IllegalStateException if what is said of the member does not fit together,
	 * or not to the application under test
	 * @throws AssertionError if the application's rules do not let the member in
	 */
	@Override
	public MockHttpServletRequest postProcessRequest(MockHttpServletRequest request) {
		WebApplicationContext context = WebApplicationContextUtils
			.findWebApplicationContext(request.getServletContext());
		OAuth2AuthenticationToken authentication = new ApplicationUnderTest(context).signIn(this.member);
		return SecurityMockMvcRequestPostProcessors.authentication(authentication).postProcessRequest(request);
	}

	/**
	 * Signs the member in for all requests.
	 * @param builder builds what performs the requests
	 * @param context the application under test
	 * @return signs each request in
	 * @throws IllegalStateException if what is said of the member does not fit together,
	 * or not to the application under test
	 * @throws AssertionError if the application's rules do not let the member in
	 */
	@Override
	public RequestPostProcessor beforeMockMvcCreated(ConfigurableMockMvcBuilder<?> builder,
			WebApplicationContext context) {
		// Now, because RestTestClient would take an exception for an answer with status
		// 500
		return SecurityMockMvcRequestPostProcessors
			.authentication(new ApplicationUnderTest(context).signIn(this.member));
	}

}
