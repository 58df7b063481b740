package io.github.wecomlogin.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.core.annotation.AliasFor;

/**
 * The whole application as it runs for a company, without a port.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest
@AutoConfigureMockMvc
@interface ApplicationTest {

	@AliasFor(annotation = SpringBootTest.class)
	String[] properties() default { "wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000007",
			"wecom.secret=a-secret-that-no-page-may-show-0123456789ab" };

}
