package io.github.wecomlogin.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * The whole application on a port, with few threads and callbacks.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000007",
				"wecom.secret=a-secret-that-no-page-may-show-0123456789ab", "wecom.callback.token=Token0123456789",
				"wecom.callback.encoding-aes-key=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
				"server.address=127.0.0.1", "server.tomcat.threads.max=12" })
@interface ServerTest {

}
