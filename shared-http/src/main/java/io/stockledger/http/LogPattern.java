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

    private static final String TIME =
            "%d{${logging.pattern.dateformat:yyyy-MM-dd'T'HH:mm:ss.SSSXXX}}";
    private static final String LEVEL = "${logging.pattern.level:%5p}";
    private static final String REQUEST = "%replace(%X{correlationId}){'(.+)', '[$1] '}";
    private static final String MESSAGE =
            "%replace(%m){'[\\r\\n\\u0085\\u2028\\u2029]+', ' | '}%n%wEx";

    static final String CONSOLE =
            ("%clr(" + TIME + "){faint} %clr(" + LEVEL + ") %clr(%property{PID}){magenta}")
                    + (" %clr(--- [${spring.application.name:}] [%15.15t] " + REQUEST + "){faint}")
                    + ("%clr(%-40.40logger{39}){cyan} %clr(:){faint} " + MESSAGE);

    static final String FILE =
            (TIME + " " + LEVEL + " %property{PID} --- [${spring.application.name:}] [%t] ")
                    + (REQUEST + "%-40.40logger{39} : " + MESSAGE);

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        environment
                .getPropertySources()
                .addLast(
                        new MapPropertySource(
                                "the form of the log",
                                Map.of(
                                        "logging.pattern.console",
                                        CONSOLE,
                                        "logging.pattern.file",
                                        FILE)));
    }

    /** After the configuration files are read. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
