package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductDetails;
import io.stockledger.command.domain.ProductFigures;
import io.stockledger.command.domain.Reservation;
import io.stockledger.command.domain.StockPolicy;
import io.stockledger.command.domain.WarehouseStock;
import io.stockledger.command.eventstore.SnapshotStore.Snapshot;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;

class ProductSnapshotJsonTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    /** As the version before wrote it. */
    private static final String FORMAT_1 =
            """
            {"name":"Lamp","sku":"sku-1","updatedAt":"2026-03-01T12:00:00.123456Z",
             "warehouses":{"main":9007199254740991,"north":0},
             "reservations":{"o/1":{"quantity":3},
                             "o/2":{"quantity":1,"expiresAt":"2026-03-01T12:30:00Z"}}}
            """;

    private static final String FORMAT_2 =
            """
            {"name":"Lamp","sku":"sku-1","archived":true,
             "policy":{"safetyStock":5,"backorderLimit":7,"reorderPoint":null},
             "updatedAt":"2026-03-01T12:00:00.123456Z",
             "warehouses":{"main":{"onHand":10,"blocked":2},"north":{"onHand":4,"blocked":0}},
             "reservations":{"o/1":{"quantity":3,"warehouseId":"north"},
                             "o/2":{"quantity":1,"expiresAt":"2026-03-01T12:30:00Z"}}}
            """;

    @Test
    void a_snapshot_of_format_1_is_read_with_the_defaults_of_the_later_fields() {
        Product product = ProductSnapshotJson.read(new Snapshot("p/1", 7, 1, FORMAT_1));

        assertThat(ProductFigures.of(product))
                .isEqualTo(
                        ProductFigures.of(
                                new Product(
                                        "p/1",
                                        new ProductDetails(
                                                "Lamp", "sku-1", StockPolicy.NONE, false),
                                        7,
                                        NOON,
                                        Map.of(
                                                "main",
                                                new WarehouseStock(9_007_199_254_740_991L, 0),
                                                "north",
                                                new WarehouseStock(0, 0)),
                                        Map.of(
                                                "o/1",
                                                new Reservation(3, null),
                                                "o/2",
                                                new Reservation(
                                                        1,
                                                        Instant.parse("2026-03-01T12:30:00Z"))))));
    }

    @Test
    void a_snapshot_of_format_2_is_read() {
        Product product = ProductSnapshotJson.read(new Snapshot("p/1", 7, 2, FORMAT_2));

        assertThat(product.policy()).isEqualTo(new StockPolicy(5, 7, null));
        assertThat(product.isArchived()).isTrue();
        assertThat(product.stockIn("main")).isEqualTo(new WarehouseStock(10, 2));
        assertThat(product.blockedStock()).isEqualTo(2);
        assertThat(product.reservedIn("north", NOON)).isEqualTo(3);
        assertThat(product.reservedStock(NOON)).isEqualTo(4);
    }

    @Test
    void a_product_with_all_fields_is_the_same_after_writing_and_reading() {
        var product =
                new Product(
                        "p/1",
                        new ProductDetails(
                                "Lamp \"x\" \u00e9", "sku-1", new StockPolicy(5, 7, 9L), true),
                        12,
                        NOON,
                        Map.of(
                                "main",
                                new WarehouseStock(10, 10),
                                "north",
                                new WarehouseStock(4, 0)),
                        Map.of(
                                "o/1", new Reservation(3, NOON, "north"),
                                "o/2", new Reservation(1, null, "main"),
                                "o/3", new Reservation(2, NOON, null)));

        Snapshot snapshot = ProductSnapshotJson.write(product);

        assertThat(snapshot.format()).isEqualTo(2);
        assertThat(ProductFigures.of(ProductSnapshotJson.read(snapshot)))
                .isEqualTo(ProductFigures.of(product));
        assertThat(ProductSnapshotJson.read(snapshot).reservedIn("north", NOON.minusSeconds(1)))
                .isEqualTo(3);
    }
}
