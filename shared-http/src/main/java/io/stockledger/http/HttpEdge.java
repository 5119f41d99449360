package io.stockledger.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.models.OpenAPI;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import java.io.IOException;
import java.time.Duration;

/**
 * The part of the HTTP edge that both services import. Each service adds its web server with its
 * {@link ReadTimeouts}, the {@link HttpLimits} and its controllers.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CrossOrigin.class)
public class HttpEdge {

    @Bean
    ProblemAdvice problemAdvice() {
        return new ProblemAdvice();
    }

    @Bean
    ProblemErrorController problemErrorController() {
        return new ProblemErrorController();
    }

    @Bean
    BodyBudget bodyBudget(HttpLimits limits) {
        return new BodyBudget(limits.bodyBudgetBytesMax());
    }

    @Bean
    HttpMetrics httpMetrics(MeterRegistry registry, BodyBudget budget) {
        return new HttpMetrics(registry, budget);
    }

    @Bean
    FilterRegistrationBean<BodyFilter> bodyFilter(
            BodyBudget budget, HttpLimits limits, ReadTimeouts readTimeouts) {
        var timeout = Duration.ofMillis(limits.bodyTimeoutMs());
        var registration =
                new FilterRegistrationBean<>(new BodyFilter(budget, timeout, readTimeouts));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** Answers preflight requests before the access is decided; off without origins. */
    @Bean
    FilterRegistrationBean<CorsFilter> corsFilter(CrossOrigin crossOrigin) {
        var registration = new FilterRegistrationBean<>(crossOrigin.filter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        registration.setEnabled(crossOrigin.isAllowed());
        return registration;
    }

    /** The access to the service is decided between this filter and the next one. */
    @Bean
    FilterRegistrationBean<CorrelationFilter> correlationFilter() {
        var registration = new FilterRegistrationBean<>(new CorrelationFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    AllowedMethods allowedMethods(ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
        return new AllowedMethods(mappings::stream);
    }

    @Bean
    FilterRegistrationBean<MethodFilter> methodFilter(AllowedMethods allowedMethods) {
        var registration = new FilterRegistrationBean<>(new MethodFilter(allowedMethods));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return registration;
    }

    @Bean
    FilterRegistrationBean<PathParameterFilter> pathParameterFilter() {
        var registration = new FilterRegistrationBean<>(new PathParameterFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
        return registration;
    }

    /**
     * Builds the API description on the first request for it, which saves a second at the start.
     */
    @Bean
    static BeanFactoryPostProcessor lazyApiDescription() {
        return beans -> {
            for (String name : beans.getBeanDefinitionNames()) {
                BeanDefinition bean = beans.getBeanDefinition(name);
                if (isOfSpringdoc(bean.getBeanClassName())
                        || isOfSpringdoc(bean.getFactoryBeanName())) {
                    bean.setLazyInit(true);
                }
            }
        };
    }

    private static boolean isOfSpringdoc(@Nullable String name) {
        return name != null && name.startsWith("org.springdoc.");
    }

    /** The API description, which each service has in its {@code openapi.yaml}. */
    @Bean
    @Lazy
    OpenAPI openApi() throws IOException {
        return OpenApiDocument.read();
    }
}
