package io.stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.http.HttpProblemType;
import io.stockledger.http.ProblemType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class QueryProblemTypeTest {

    /** The names and statuses of the contract, part 1. */
    private static final Map<String, Integer> CONTRACT =
            Map.of("malformed-request", 400, "product-not-found", 404, "not-yet-visible", 503);

    private static final List<ProblemType> ALL =
            Stream.of(HttpProblemType.values(), QueryProblemType.values())
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
}
