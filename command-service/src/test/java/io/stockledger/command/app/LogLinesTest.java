package io.stockledger.command.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;

import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

import java.io.IOException;
import java.util.Map;

/** The settings of the log in application.yaml. */
class LogLinesTest {

    @Test
    void a_plain_line_of_a_request_contains_its_correlation_id() throws IOException {
        assertThat(line(Map.of("correlationId", "order-7/retry")))
                .isEqualTo("[order-7/retry] hello");
    }

    @Test
    void a_plain_line_outside_of_a_request_has_no_gap() throws IOException {
        assertThat(line(Map.of())).isEqualTo("hello");
    }

    @Test
    void the_clients_of_kafka_do_not_log_their_settings_at_the_start() throws IOException {
        assertThat(setting("logging.level.org.apache.kafka")).isEqualTo("warn");
    }

    /** Formats a line with the pattern in a group before the message, as Spring Boot uses it. */
    private static String line(Map<String, String> context) throws IOException {
        var loggers = new LoggerContext();
        var layout = new PatternLayout();
        layout.setContext(loggers);
        layout.setPattern("%replace(" + setting("logging.pattern.correlation") + "){'x^', ''}%msg");
        layout.start();
        var event =
                new LoggingEvent(
                        "test", loggers.getLogger("test"), Level.INFO, "hello", null, null);
        event.setMDCPropertyMap(context);
        return layout.doLayout(event);
    }

    private static String setting(String name) throws IOException {
        for (PropertySource<?> source :
                new YamlPropertySourceLoader()
                        .load("application", new ClassPathResource("application.yaml"))) {
            Object value = source.getProperty(name);
            if (value != null) {
                return value.toString();
            }
        }
        throw new AssertionError(name + " is not set");
    }
}
