package io.stockledger.query.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.PrimaryAndStandby;
import io.stockledger.query.testing.ProductHistory;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Reads from a real streaming standby, while the intake writes to the primary. */
class StandbyIT {

    private static final String SELECT_PROJECTED_POSITION =
            """
            SELECT coalesce(max(position), 0)
            FROM projection_progress
            WHERE projection = 'inventory'
            """;

    @Test
    void an_answer_from_a_standby_states_the_position_and_lag_of_the_standby(@TempDir Path folder)
            throws IOException, SQLException {
        var histories = new Histories(31, 20, 6);
        try (var servers = new PrimaryAndStandby(folder);
                TestTopic topic = TestTopic.create(3);
                QueryService service =
                        QueryService.start(
                                servers.database(),
                                Map.of(
                                        "stockledger.topic.name",
                                        topic.name(),
                                        "stockledger.query.read-database.url",
                                        servers.standbyUrl(),
                                        "stockledger.query.read-database.username",
                                        servers.database().applicationUser(),
                                        "stockledger.query.read-database.password",
                                        servers.database().applicationPassword()))) {
            topic.publish(histories.next(300));
            service.awaitPosition(300);
            assertShows(service, histories);

            servers.pauseReplay();
            String before = service.get("/v1/inventory").text();
            topic.publish(histories.next(300));
            awaitProjected(servers.primaryJdbc(), 600);
            await().until(() -> lagMs(service) > 1_500);
            assertThat(service.get("/v1/inventory").number("Stock-Position")).isEqualTo(300);
            assertThat(service.get("/v1/inventory").text()).isEqualTo(before);
            await().until(() -> lagMs(service) > 3_000);

            servers.resumeReplay();
            service.awaitPosition(600);
            await().until(() -> lagMs(service) < 1_500);
            assertShows(service, histories);

            servers.stopStandby();
            assertThat(service.get("/v1/inventory").problem()).isEqualTo("view-unavailable");
            topic.publish(histories.next(300));
            awaitProjected(servers.primaryJdbc(), 900);
        }
    }

    private static void assertShows(QueryService service, Histories histories) {
        for (ProductHistory model : histories.models()) {
            var item = service.get("/v1/inventory/" + model.productId).json();
            assertThat(item.path("version").asLong()).isEqualTo(model.version);
            assertThat(item.path("totalStock").asLong()).isEqualTo(model.total());
        }
    }

    private static long lagMs(QueryService service) {
        return service.get("/v1/projections").number("Stock-Lag-Ms");
    }

    private static void awaitProjected(JdbcClient primary, long position) {
        await().until(
                        () -> primary.sql(SELECT_PROJECTED_POSITION).query(Long.class).single(),
                        projected -> projected >= position);
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50));
    }
}
