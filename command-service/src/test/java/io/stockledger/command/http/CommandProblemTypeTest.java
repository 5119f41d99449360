package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.http.HttpProblemType;
import io.stockledger.http.ProblemType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class CommandProblemTypeTest {

    /** The names and statuses of the contract. */
    private static final Map<String, Integer> CONTRACT =
            Map.ofEntries(
                    Map.entry("malformed-request", 400),
                    Map.entry("not-found", 404),
                    Map.entry("product-not-found", 404),
                    Map.entry("reservation-not-found", 404),
                    Map.entry("shipment-not-found", 404),
                    Map.entry("method-not-allowed", 405),
                    Map.entry("not-acceptable", 406),
                    Map.entry("already-registered", 409),
                    Map.entry("product-archived", 409),
                    Map.entry("reservation-exists", 409),
                    Map.entry("insufficient-stock", 409),
                    Map.entry("stale-count", 409),
                    Map.entry("would-oversell", 409),
                    Map.entry("version-mismatch", 412),
                    Map.entry("payload-too-large", 413),
                    Map.entry("unsupported-media-type", 415),
                    Map.entry("idempotency-key-reused", 422),
                    Map.entry("invalid-quantity", 422),
                    Map.entry("overloaded", 503),
                    Map.entry("outcome-unknown", 503));

    private static final List<ProblemType> ALL =
            Stream.of(HttpProblemType.values(), CommandProblemType.values())
                    .<ProblemType>flatMap(Stream::of)
                    .toList();

    @Test
    void each_problem_name_has_one_title_and_one_status() {
        assertThat(ALL).extracting(ProblemType::problemName).doesNotHaveDuplicates();
        assertThat(ALL).extracting(ProblemType::title).doesNotHaveDuplicates();
    }

    @Test
    void each_problem_of_the_contract_has_the_status_of_the_contract() {
        Map<String, Integer> statuses =
                ALL.stream()
                        .collect(Collectors.toMap(ProblemType::problemName, ProblemType::status));

        assertThat(statuses).containsAllEntriesOf(CONTRACT);
    }

    @Test
    void a_title_is_a_phrase_without_a_full_stop() {
        assertThat(ALL)
                .extracting((Function<ProblemType, String>) ProblemType::title)
                .allMatch(title -> title.matches("[A-Z].*[^.]"));
    }
}
