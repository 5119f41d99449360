package io.stockledger.query.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.ChildService;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class ProcessIT {

    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    @Test
    void sigterm_ends_the_process_with_0_within_20_seconds() {
        try (TestTopic topic = TestTopic.create(3);
                ChildService service =
                        ChildService.start(
                                QueryService.settings(TestStack.shared().newViewsDatabase()),
                                Map.of("stockledger.topic.name", topic.name()))) {
            service.awaitReady();
            topic.publish(new Histories(1, 10, 3).next(200));
            service.terminate();
            assertThat(service.awaitExit(STOP_MAX)).as(service.output()).isZero();
        }
    }

    @Test
    void a_setting_out_of_bounds_stops_the_start_with_one_line() {
        assertStartFails(
                Map.of("stockledger.query.lag-max-ms", "5"),
                "Cannot start: stockledger.query.lag-max-ms is 5 and must be at least 100");
    }

    @Test
    void an_unreachable_database_stops_the_start_with_one_line() {
        assertStartFails(
                Map.of("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/views"),
                "Cannot start: cannot reach Postgres at jdbc:postgresql://127.0.0.1:1/views:");
    }

    @Test
    void a_wrong_password_stops_the_start_with_one_line() {
        assertStartFails(
                Map.of("spring.datasource.password", "wrong"),
                "check SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD");
    }

    private static void assertStartFails(Map<String, String> wrong, String line) {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        try (ChildService service = ChildService.start(QueryService.settings(database), wrong)) {
            assertThat(service.awaitExit(START_MAX)).as(service.output()).isEqualTo(1);
            assertThat(service.output().lines().filter(l -> l.contains("Cannot start")))
                    .singleElement()
                    .asString()
                    .contains(line);
            assertThat(service.output()).doesNotContain("\tat ");
        }
    }
}
