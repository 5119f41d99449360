package io.stockledger.query.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.http.StartRefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;

class QuerySettingsTest {

    @Test
    void everything_has_a_default() {
        QuerySettings settings = bind(Map.of());
        assertThat(settings.topic().name()).isEqualTo("inventory.events");
        assertThat(settings.query().groupId()).isEqualTo("stockledger-query");
        assertThat(settings.query().batchRecordsMax()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "topic.name, ' '",
        "query.group-id, ''",
        "query.lag-max-ms, 99",
        "query.batch-records-max, 0",
        "query.concurrency, 65",
        "query.session-timeout-ms, 5999",
        "query.retry-delay-max-ms, 0",
        "query.progress-refresh-ms, 9",
        "query.topic-wait-max-ms, -1",
        "query.read-timeout-max-seconds, 0",
        "query.read-database.url, ' '",
        "reads.cache-age-max-ms, 0",
        "reads.cache-bytes-max, -1",
        "reads.wait-max-ms, 300001",
        "reads.streams-max, -1",
        "reads.stream-backlog-max, 999",
        "reads.stream-heartbeat-ms, 9",
        "query.retained-ms, -1",
        "query.low-stock-below, 0"
    })
    void a_setting_out_of_bounds_is_refused_by_its_name(String name, String value) {
        assertThatThrownBy(() -> bind(Map.of("stockledger." + name, value)))
                .hasRootCauseInstanceOf(StartRefusedException.class)
                .rootCause()
                .hasMessageStartingWith("stockledger." + name + " is ");
    }

    private static QuerySettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("stockledger", QuerySettings.class);
    }
}
