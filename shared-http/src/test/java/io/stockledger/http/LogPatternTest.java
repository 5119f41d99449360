package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.logback.ColorConverter;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;
import org.springframework.core.env.StandardEnvironment;

import java.util.Map;

class LogPatternTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\n\n"})
    void a_message_with_line_breaks_is_one_line_of_the_log(String lineBreak) {
        assertThat(line("product 'a" + lineBreak + "ERROR forged'", Map.of()))
                .endsWith(": product 'a | ERROR forged'" + System.lineSeparator());
    }

    @Test
    void a_line_of_a_request_has_its_correlation_id() {
        assertThat(line("refused", Map.of("correlationId", "c-1"))).contains("] [c-1] i.s.Test");
        assertThat(line("refused", Map.of())).contains("] i.s.Test");
    }

    private static String line(String message, Map<String, String> context) {
        String console = line(LogPattern.CONSOLE, message, context);
        assertThat(line(LogPattern.FILE, message, context)).endsWith(endOf(console));
        return console;
    }

    /** The logger and the message, which the console and a file have in common. */
    private static String endOf(String line) {
        return line.substring(line.indexOf(" i.s.Test"));
    }

    private static String line(String pattern, String message, Map<String, String> context) {
        var loggers = new LoggerContext();
        var layout = new PatternLayout();
        layout.setContext(loggers);
        layout.getInstanceConverterMap().put("clr", ColorConverter::new);
        layout.getInstanceConverterMap().put("wEx", ExtendedWhitespaceThrowableProxyConverter::new);
        layout.setPattern(new StandardEnvironment().resolveRequiredPlaceholders(pattern));
        layout.start();
        var event =
                new LoggingEvent(
                        "", loggers.getLogger("i.s.Test"), Level.WARN, message, null, null);
        event.setMDCPropertyMap(context);
        return layout.doLayout(event);
    }
}
