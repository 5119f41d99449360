package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.ProductHistory;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.SettableClock;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class KafkaToViewIT {

    private static final int EVENTS = 2_000;

    /** Some reservations are past their end at this instant, others are not. */
    private static final Instant NOW = Histories.START.plusSeconds(EVENTS);

    @Test
    void published_events_are_shown_by_every_read() {
        var clock = new SettableClock(NOW);
        TestDatabase database = TestStack.shared().newViewsDatabase();
        try (TestTopic topic = TestTopic.create(12);
                QueryService service = QueryService.start(database, topic.name(), clock)) {
            var histories = new Histories(20260301, 40, 12);
            topic.publish(histories.next(EVENTS));
            service.awaitPosition(EVENTS);

            for (ProductHistory model : histories.models()) {
                assertShown(service, model);
            }
            // A replica that was delayed for a moment is catching up before it is live again.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertAllAreLive(service));
        }
    }

    private static void assertAllAreLive(QueryService service) {
        assertThat(service.get("/v1/projections").json().path("projections"))
                .hasSize(4)
                .allSatisfy(
                        projection -> {
                            assertThat(projection.path("status").asString()).isEqualTo("live");
                            assertThat(projection.path("lagEvents").asLong()).isZero();
                            assertThat(projection.path("position").asLong()).isEqualTo(EVENTS);
                        });
    }

    private static void assertShown(QueryService service, ProductHistory model) {
        var answer = service.get("/v1/inventory/" + model.productId);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"" + model.version + "\"");
        var item = answer.json();
        assertThat(item.path("totalStock").asLong()).isEqualTo(model.total());
        assertThat(item.path("reservedStock").asLong()).isEqualTo(model.reservedAt(NOW));
        assertThat(item.path("availableStock").asLong()).isEqualTo(model.availableAt(NOW));
        long unblocked = model.total() - model.blockedTotal();
        assertThat(item.path("shortfall").asLong())
                .isEqualTo(Math.max(0, model.reservedAt(NOW) - unblocked));
        assertThat(item.path("blockedStock").asLong()).isEqualTo(model.blockedTotal());
        assertThat(item.path("safetyStock").asLong()).isEqualTo(model.safetyStock);
        assertThat(item.path("backorderLimit").asLong()).isEqualTo(model.backorderLimit);
        assertThat(item.path("availableToPromise").asLong())
                .isEqualTo(
                        Math.max(
                                0,
                                unblocked
                                        - model.safetyStock
                                        - model.reservedAt(NOW)
                                        + model.backorderLimit));
        assertThat(item.path("reorderPoint").isNull()).isEqualTo(model.reorderPoint == null);
        assertThat(item.path("reorderPoint").asLong(0))
                .isEqualTo(model.reorderPoint == null ? 0 : model.reorderPoint);
        assertThat(item.path("archived").asBoolean()).isEqualTo(model.archived);
        assertThat(item.path("name").asString()).isEqualTo(model.name);
        assertThat(item.path("sku").asString()).isEqualTo(model.sku);
        assertThat(item.path("version").asLong()).isEqualTo(model.version);
        for (var warehouse : item.path("warehouses")) {
            String warehouseId = warehouse.path("warehouseId").asString();
            assertThat(warehouse.path("quantity").asLong())
                    .isEqualTo(model.warehouses.get(warehouseId));
            assertThat(warehouse.path("blocked").asLong()).isEqualTo(model.blocked(warehouseId));
            assertThat(warehouse.path("reserved").asLong())
                    .isEqualTo(model.reservedIn(warehouseId, NOW));
        }
        assertThat(item.path("warehouses")).hasSize(model.warehouses.size());

        var movements = service.get("/v1/inventory/" + model.productId + "/movements?limit=500");
        assertThat(movements.json().path("movements")).hasSize((int) model.version);
        for (String order : List.copyOf(model.shipped.keySet())) {
            var lines = service.get("/v1/orders/" + order + "/reservations").json().path("lines");
            assertThat(lines)
                    .filteredOn(l -> l.path("productId").asString().equals(model.productId))
                    .singleElement()
                    .satisfies(
                            line -> {
                                assertThat(line.path("shipped").asLong())
                                        .isEqualTo(model.shipped.get(order));
                                assertThat(line.path("returned").asLong())
                                        .isEqualTo(model.returned.getOrDefault(order, 0L));
                                assertThat(line.path("reserved").asLong())
                                        .isEqualTo(model.reservedAt(NOW, order));
                            });
        }
    }
}
