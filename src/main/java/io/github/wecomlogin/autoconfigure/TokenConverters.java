package io.github.wecomlogin.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Finds the message converters that the application's controllers use. Without Spring MVC
 * Jackson alone is used.
 */
final class TokenConverters {

	private static final boolean MVC = ClassUtils.isPresent(
			"org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter",
			TokenConverters.class.getClassLoader());

	private TokenConverters() {
	}

	static List<HttpMessageConverter<?>> of(ListableBeanFactory beans) {
		List<HttpMessageConverter<?>> converters = MVC ? ofControllers(beans) : List.of();
		return converters.isEmpty() ? List.of(new JacksonJsonHttpMessageConverter()) : converters;
	}

	private static List<HttpMessageConverter<?>> ofControllers(ListableBeanFactory beans) {
		return beans.getBeanProvider(RequestMappingHandlerAdapter.class)
			.stream()
			.findFirst()
			.map(RequestMappingHandlerAdapter::getMessageConverters)
			.orElseGet(List::of);
	}

}
