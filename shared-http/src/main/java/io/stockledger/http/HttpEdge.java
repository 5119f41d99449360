package io.stockledger.http;

import io.swagger.v3.oas.models.OpenAPI;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

import java.io.IOException;

/** The beans of the HTTP edge that both services import; each brings its own web server. */
@Configuration(proxyBeanMethods = false)
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
    FilterRegistrationBean<CorrelationFilter> correlationFilter() {
        var registration = new FilterRegistrationBean<>(new CorrelationFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /**
     * The description is put together when it is first asked for: at every start it would cost a
     * second.
     */
    @Bean
    static BeanFactoryPostProcessor describedOnDemand() {
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

    /** The API's description, written by hand beside the controllers in {@code openapi.yaml}. */
    @Bean
    @Lazy
    OpenAPI openApi() throws IOException {
        return OpenApiDocument.read();
    }
}
