package io.stockledger.command.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.writer.WriterLimits;
import io.stockledger.http.SettingFailureAnalyzer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

class CommandServiceSettingsTest {

    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(CommandServiceSettings.class)
    private static final class Settings {}

    @Test
    void every_setting_has_a_default() {
        service.run(
                started -> {
                    var settings = started.getBean(CommandServiceSettings.class);
                    assertThat(settings.writer()).isEqualTo(WriterLimits.defaults());
                    assertThat(settings.writer().queueCommandsMax()).isEqualTo(2_000);
                    assertThat(settings.relay().relayEventsMax()).isEqualTo(2_000);
                    assertThat(settings.requests().bodyBytesMax()).isEqualTo(65_536);
                    assertThat(settings.housekeeping().receiptsKeptDays()).isEqualTo(7);
                    assertThat(settings.topic().name()).isEqualTo("inventory.events");
                });
    }

    @Test
    void all_parts_read_their_limits_under_one_prefix() {
        service.withPropertyValues(
                        "stockledger.command.queue-commands-max=1",
                        "stockledger.command.relay-poll-ms=20",
                        "stockledger.command.body-bytes-max=2048",
                        "stockledger.command.expiry-sweep-ms=30",
                        "stockledger.topic.partitions=4")
                .run(
                        started -> {
                            var settings = started.getBean(CommandServiceSettings.class);
                            assertThat(settings.writer().queueCommandsMax()).isEqualTo(1);
                            assertThat(settings.writer().batchCommandsMax()).isEqualTo(1_000);
                            assertThat(settings.relay().relayPollMs()).isEqualTo(20);
                            assertThat(settings.requests().bodyBytesMax()).isEqualTo(2_048);
                            assertThat(settings.housekeeping().expirySweepMs()).isEqualTo(30);
                            assertThat(settings.topic().partitions()).isEqualTo(4);
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "command.queue-commands-max, 0, must be at least 1",
        "command.batch-commands-max, 10001, must be at most 10000",
        "command.parked-per-product-max, 0, must be at least 1",
        "command.loads-max, 33, must be at most 32",
        "command.cached-products-max, 3999, must be at least 4000",
        "command.cached-reservations-max, 999, must be at least 1000",
        "command.command-timeout-ms, 0, must be at least 1",
        "command.outcome-timeout-ms, 600001, must be at most 600000",
        "command.snapshot-every-events, 0, must be at least 1",
        "command.relay-events-max, 0, must be at least 1",
        "command.relay-pass-ms, 1001, must be at most 1000",
        "command.relay-poll-ms, 9, must be at least 10",
        "command.body-bytes-max, 1023, must be at least 1024",
        "command.order-body-bytes-max, 65535, must be at least 65536",
        "command.expiry-sweep-ms, 9, must be at least 10",
        "command.receipts-kept-days, 366, must be at most 365",
        "topic.name, ' ', must not be empty",
        "topic.partitions, 0, must be at least 1",
        "topic.replication-factor, 0, must be at least 1",
        "topic.min-in-sync-replicas, 101, must be at most 100",
        "command.loads-max, many, must be a whole number of the type int",
    })
    void a_wrong_setting_stops_the_start_with_its_name_value_and_bound(
            String name, String value, String bound) {
        String shown = value.matches("-?\\d+") ? value : "'" + value.strip() + "'";
        assertThat(refusal("stockledger." + name + "=" + value))
                .isEqualTo("stockledger." + name + " is " + shown + " and " + bound);
    }

    private String refusal(String setting) {
        var refusal = new AtomicReference<String>("the service starts");
        service.withPropertyValues(setting)
                .run(
                        context -> {
                            Throwable failure = context.getStartupFailure();
                            if (failure != null) {
                                refusal.set(
                                        Objects.requireNonNull(
                                                        new SettingFailureAnalyzer()
                                                                .analyze(failure))
                                                .getDescription());
                            }
                        });
        return refusal.get();
    }
}
