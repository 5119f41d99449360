package io.stockledger.command.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

import java.io.IOException;

/** The settings of the log in application.yaml. */
class LogLinesTest {

    @Test
    void the_clients_of_kafka_do_not_log_their_settings_at_the_start() throws IOException {
        assertThat(setting("logging.level.org.apache.kafka")).isEqualTo("warn");
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
