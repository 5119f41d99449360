package io.stockledger.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.regex.Pattern;

class MetricsTest {

    private static final Metrics METRICS =
            Metrics.parse(
                    """
                    # HELP a_total text
                    # TYPE a_total counter
                    a_total{outcome="recorded",text="} 9\\" {"} 2.0
                    a_total{outcome="failed"} 1.5E1
                    b 7
                    c NaN
                    not a sample
                    """);

    @Test
    void samples_with_the_same_name_are_added() {
        assertThat(METRICS.sum("a_total")).hasValue(17);
        assertThat(METRICS.sum("a_total", Pattern.compile("outcome=\"failed\""))).hasValue(15);
        assertThat(METRICS.sum("b")).hasValue(7);
        assertThat(METRICS.sum("none")).isEmpty();
    }

    @Test
    void a_rate_is_the_difference_by_the_time() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        new Counters(3_000_000_000L, 25, 100, Double.NaN)
                .addRates(new Counters(1_000_000_000L, 5, 200, 0), status);

        assertThat(status.path("commandsPerSecond").doubleValue()).isEqualTo(10.0);
        assertThat(status.path("eventsPerSecond").isNull()).as("after a restart").isTrue();
        assertThat(status.path("readsPerSecond").isNull()).as("without metrics").isTrue();
    }
}
