package io.stockledger.http;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import java.util.Map;

/**
 * The form of the plain log, unless a setting replaces it: that of Spring Boot, with the
 * correlation id in lines that belong to a request, and without line breaks in messages, so that a
 * text from outside cannot look like a line of the log.
 */
public final class LogPattern implements EnvironmentPostProcessor, Ordered {

    static final String PATTERN =
            "%clr(%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}){faint} %clr(%5p) %clr(%property{PID}){magenta}"
                    + " %clr(--- [${spring.application.name:}] [%15.15t]"
                    + " %replace(%X{correlationId}){'(.+)', '[$1] '}){faint}"
                    + "%clr(%-40.40logger{39}){cyan} %clr(:){faint}"
                    + " %replace(%m){'[\\r\\n\\u0085\\u2028\\u2029]+', ' | '}%n%wEx";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        environment
                .getPropertySources()
                .addLast(
                        new MapPropertySource(
                                "the form of the log", Map.of("logging.pattern.console", PATTERN)));
    }

    /** After the configuration files are read. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
