package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {

    private static final String TRACEPARENT =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void well_formed_headers_are_used_unchanged() {
        Correlation correlation =
                Correlation.of(
                        new RequestWith()
                                .header("X-Correlation-Id", "basket 42")
                                .header("X-Actor", "till-3")
                                .header("traceparent", TRACEPARENT)
                                .request());

        assertThat(correlation).isEqualTo(new Correlation("basket 42", "till-3", TRACEPARENT));
    }

    @Test
    void a_request_without_headers_gets_a_random_correlation_id_and_nothing_else() {
        Correlation correlation = Correlation.of(new RequestWith().request());

        assertThat(correlation.correlationId()).matches("[0-9a-f-]{36}");
        assertThat(correlation.actor()).isNull();
        assertThat(correlation.traceparent()).isNull();
    }

    @Test
    void a_request_keeps_its_correlation() {
        var request = new RequestWith().request();

        assertThat(Correlation.of(request)).isEqualTo(Correlation.of(request));
        assertThat(Correlation.of(new RequestWith().request()))
                .isNotEqualTo(Correlation.of(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a\u0001b", "a\nb", "é", "瑞"})
    void a_malformed_correlation_id_is_replaced_and_a_malformed_actor_is_ignored(String value) {
        Correlation correlation =
                Correlation.of(
                        new RequestWith()
                                .header("X-Correlation-Id", value)
                                .header("X-Actor", value)
                                .request());

        assertThat(correlation.correlationId()).matches("[0-9a-f-]{36}");
        assertThat(correlation.actor()).isNull();
    }

    @Test
    void a_correlation_id_has_at_most_128_characters() {
        assertThat(correlationIdFor("x".repeat(128))).isEqualTo("x".repeat(128));
        assertThat(correlationIdFor("x".repeat(129))).hasSize(36);
        assertThat(correlationIdFor("x")).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
            })
    void a_malformed_traceparent_is_ignored_as_the_specification_requires(String traceparent) {
        assertThat(
                        Correlation.of(
                                        new RequestWith()
                                                .header("traceparent", traceparent)
                                                .request())
                                .traceparent())
                .isNull();
    }

    private static String correlationIdFor(String sent) {
        return Correlation.of(new RequestWith().header("X-Correlation-Id", sent).request())
                .correlationId();
    }
}
