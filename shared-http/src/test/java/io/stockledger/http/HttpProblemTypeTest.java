package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class HttpProblemTypeTest {

    @Test
    void each_problem_name_has_one_title_and_one_status() {
        assertThat(HttpProblemType.values())
                .extracting(HttpProblemType::problemName)
                .doesNotHaveDuplicates();
        assertThat(HttpProblemType.values())
                .extracting(HttpProblemType::title)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "400, malformed-request, 400",
        "404, not-found, 404",
        "405, method-not-allowed, 405",
        "413, payload-too-large, 413",
        "414, request-target-too-long, 414",
        "431, request-header-too-large, 431",
        "501, not-implemented, 501",
        "503, unavailable, 503",
        "505, http-version-not-supported, 505",
        "418, request-refused, 400",
        "500, internal-error, 500",
        "599, internal-error, 500"
    })
    void each_status_of_the_web_server_is_answered_with_a_problem_of_the_catalogue(
            int chosen, String name, int status) {
        Problem problem = Problems.ofStatus(chosen);

        assertThat(problem.type().problemName()).isEqualTo(name);
        assertThat(problem.status()).isEqualTo(status);
    }

    @Test
    void a_problem_is_written_with_its_type_first_and_its_own_members_last() {
        Problem problem = Problems.payloadTooLarge(7);

        assertThat(problem.body("/v1/products"))
                .containsExactly(
                        entry("type", "urn:stockledger:problem:payload-too-large"),
                        entry("title", "The request body is too large"),
                        entry("status", 413),
                        entry("detail", "body: longer than 7 bytes"),
                        entry("instance", "/v1/products"),
                        entry("bytesMax", 7L));
    }

    private static Map.Entry<String, Object> entry(String name, Object value) {
        return Map.entry(name, value);
    }
}
