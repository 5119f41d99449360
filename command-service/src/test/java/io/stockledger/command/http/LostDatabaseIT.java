package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Requests outside the writer loop while the events database does not answer. */
class LostDatabaseIT {

    @Test
    void reads_are_answered_unavailable_until_the_events_database_is_back() throws SQLException {
        try (RunningCommandService service =
                RunningCommandService.start("spring.datasource.hikari.connection-timeout=500")) {
            Calls calls = new Calls(service.url());
            String product = calls.product(10);
            String database = service.database().name();
            administer(
                    "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(database),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
                            .formatted(database));

            List<Answer> answers =
                    Stream.concat(
                                    Stream.of("", "/events")
                                            .map(path -> calls.get(Calls.path(product) + path)),
                                    Stream.of(
                                            calls.post(
                                                    "/v1/relay/republish",
                                                    "{\"fromPosition\": 1}")))
                            .toList();
            administer("ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(database));

            assertThat(answers)
                    .allSatisfy(
                            answer -> {
                                assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
                                assertThat(answer.problem()).isEqualTo("unavailable");
                                assertThat(answer.header("Retry-After")).isEqualTo("1");
                                assertThat(answer.response().body())
                                        .doesNotContain("SQL", "Exception", "Hikari");
                            });
            // The pool pauses between its attempts to open a connection.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> calls.product(product).status() == 200);
        }
    }

    private static void administer(String... statements) throws SQLException {
        try (Connection administrator = TestStack.shared().connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
