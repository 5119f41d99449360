package io.stockledger.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.access.InsecureSettingsException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

class SandboxClockIT {

    private static final String CLOCK_FILE = "stockledger.sandbox.clock-file";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock REAL = Clock.fixed(NOON, ZoneOffset.UTC);

    @TempDir private Path folder;

    private SandboxClock open() throws Exception {
        return SandboxClock.open(folder.resolve("sandbox-clock"), REAL);
    }

    @Test
    void a_new_sandbox_has_the_real_time() throws Exception {
        assertThat(open().instant()).isEqualTo(NOON);
        assertThat(SandboxClock.real(open())).isSameAs(REAL);
        assertThat(SandboxClock.real(REAL)).isSameAs(REAL);
    }

    @Test
    void an_advance_reaches_every_service_at_once_and_outlives_them() throws Exception {
        SandboxClock one = open();
        SandboxClock other = open();

        one.advance(600);
        assertThat(other.instant()).isEqualTo(NOON.plusSeconds(600));

        other.advance(60);
        assertThat(one.instant()).isEqualTo(NOON.plusSeconds(660));
        assertThat(open().ahead()).isEqualTo(Duration.ofMinutes(11));
    }

    @Test
    void advances_at_the_same_time_add_up() throws Exception {
        SandboxClock one = open();
        SandboxClock other = open();

        IntStream.range(0, 10_000).parallel().forEach(i -> (i % 2 == 0 ? one : other).advance(1));

        assertThat(one.ahead()).isEqualTo(Duration.ofSeconds(10_000));
    }

    @Test
    void the_clock_is_never_further_ahead_than_its_limit() throws Exception {
        SandboxClock clock = open();
        clock.advance(SandboxClock.AHEAD_MAX.toSeconds() - 1);

        assertThat(clock.advance(2)).isNull();
        assertThat(clock.advance(1)).isEqualTo(SandboxClock.AHEAD_MAX);
        assertThat(clock.advance(Long.MAX_VALUE)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "on,  127.0.0.1, security is on",
        "'',  127.0.0.1, security is on",
        "off, '',        server.address",
        "off, 0.0.0.0,   server.address",
        "off, 10.1.2.3,  server.address"
    })
    void a_service_that_others_can_reach_has_no_sandbox_clock(
            String security, String address, String reason) {
        var settings = new HashMap<String, Object>();
        settings.put(CLOCK_FILE, folder.resolve("sandbox-clock").toString());
        settings.put("stockledger.security", security);
        settings.put("server.address", address);

        assertThatThrownBy(
                        () -> new SandboxConfiguration().sandboxClock(REAL, environment(settings)))
                .isInstanceOf(InsecureSettingsException.class)
                .hasMessageContaining("stockledger.sandbox.clock-file")
                .hasMessageContaining(reason);
    }

    @Test
    void a_file_that_cannot_be_used_is_named() {
        Map<String, Object> settings =
                Map.of(
                        CLOCK_FILE,
                        folder.toString(),
                        "stockledger.security",
                        "off",
                        "server.address",
                        "127.0.0.1");

        assertThatThrownBy(
                        () -> new SandboxConfiguration().sandboxClock(REAL, environment(settings)))
                .isInstanceOf(InsecureSettingsException.class)
                .hasMessageContaining(folder.toString());
    }

    private static Environment environment(Map<String, Object> settings) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        return environment;
    }
}
