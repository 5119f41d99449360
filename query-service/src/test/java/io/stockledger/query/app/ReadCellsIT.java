package io.stockledger.query.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Two read cells of one topic. Their settings give each a database and a consumer group. */
class ReadCellsIT {

    private static final String SELECT_DIGESTS =
            """
            SELECT 'inventory_view', md5(string_agg(v::text, ';' ORDER BY v.product_id))
            FROM inventory_g1.inventory_view v
            UNION ALL
            SELECT 'inventory_search', md5(string_agg(s::text, ';' ORDER BY s.product_id))
            FROM inventory_g1.inventory_search s
            UNION ALL
            SELECT 'inventory_holdings',
                   md5(string_agg(h::text, ';' ORDER BY h.warehouse_id, h.product_id))
            FROM inventory_g1.inventory_holdings h
            UNION ALL
            SELECT 'reservations', md5(string_agg(r::text, ';' ORDER BY r.order_id, r.product_id))
            FROM reservations_g1.reservations r
            UNION ALL
            SELECT 'reservation_lapses',
                   md5(string_agg(l::text, ';' ORDER BY l.product_id, l.sequence_number))
            FROM reservations_g1.reservation_lapses l
            UNION ALL
            SELECT 'movements',
                   md5(string_agg(m::text, ';' ORDER BY m.product_id, m.sequence_number))
            FROM movements_g1.movements m
            """;

    private final TestDatabase firstViews = TestStack.shared().newViewsDatabase();
    private final TestDatabase secondViews = TestStack.shared().newViewsDatabase();

    @Test
    void each_cell_projects_the_whole_topic_and_still_serves_while_the_other_is_down() {
        var histories = new Histories(47, 40, 12);
        try (TestTopic topic = TestTopic.create(6);
                QueryService first = cell(firstViews, topic)) {
            topic.publish(histories.next(800));
            first.awaitPosition(800);

            QueryService second = cell(secondViews, topic);
            try {
                // The second cell starts at the beginning of the topic: its group has no offsets.
                second.awaitPosition(800);
                assertThat(digests(secondViews)).isEqualTo(digests(firstViews));
            } finally {
                second.close();
            }
            topic.publish(histories.next(800));
            first.awaitPosition(1_600);
            assertThat(digests(secondViews)).isNotEqualTo(digests(firstViews));

            try (QueryService again = cell(secondViews, topic)) {
                again.awaitPosition(1_600);
                assertThat(digests(secondViews)).isEqualTo(digests(firstViews));
                List<String> ids = histories.models().stream().map(m -> m.productId).toList();
                for (String id : ids) {
                    assertThat(again.get("/v1/inventory/" + id).header("ETag"))
                            .isEqualTo(first.get("/v1/inventory/" + id).header("ETag"));
                }
            }
        }
    }

    private static QueryService cell(TestDatabase views, TestTopic topic) {
        return QueryService.start(
                views,
                Map.of(
                        "stockledger.topic.name",
                        topic.name(),
                        "stockledger.query.group-id",
                        "cell-" + views.name()));
    }

    private static Map<String, String> digests(TestDatabase views) {
        var digests = new TreeMap<String, String>();
        JdbcClient.create(
                        new DriverManagerDataSource(
                                views.jdbcUrl(),
                                views.applicationUser(),
                                views.applicationPassword()))
                .sql(SELECT_DIGESTS)
                .query(
                        row -> {
                            digests.put(row.getString(1), String.valueOf(row.getString(2)));
                        });
        return digests;
    }
}
