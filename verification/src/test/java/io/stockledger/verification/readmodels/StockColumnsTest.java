package io.stockledger.verification.readmodels;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.verification.ModelPolicy;
import io.stockledger.verification.ProductModel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A product with 10 in main, of which 4 are reserved there, and 6 blocked in north. */
class StockColumnsTest {

    private static final ModelPolicy POLICY = new ModelPolicy(1, 2, 3L);
    private static final Map<WarehouseFigure, String> TEXTS =
            StockColumns.byWarehouse(
                    "{\"main\": 10, \"north\": 6}", "{\"north\": 6}", "{\"main\": 4}");

    private final ProductModel model = new ProductModel("p");

    @BeforeEach
    void a_product_with_blocked_and_bound_stock() {
        apply(new ProductRegistered("p", "Mug", "M", 10, "main"));
        apply(new StockReceived("p", "north", 6, "delivery", true));
        apply(new StockPolicySet("p", 1, 2, 3L));
        apply(new StockReserved("p", "order-1", 4, null, "main"));
        apply(new ProductArchived("p"));
    }

    private void apply(InventoryEvent event) {
        long number = model.version() + 1;
        model.apply(
                new EventEnvelope(
                        new UUID(7, number),
                        "p",
                        EventEnvelope.INVENTORY,
                        number,
                        number,
                        Instant.EPOCH,
                        event,
                        new EventMetadata("command", null, null, null, null)));
    }

    private List<String> differences(StockColumns columns) {
        var different = new ArrayList<String>();
        columns.compare(
                model,
                (column, found, expected) -> {
                    if (!Objects.equals(found, expected)) {
                        different.add(column);
                    }
                });
        return different;
    }

    @Test
    void the_columns_of_the_model_have_no_differences() {
        assertThat(differences(new StockColumns(4, TEXTS, POLICY, true))).isEmpty();
    }

    @Test
    void a_table_without_bound_reservations_is_compared_without_them() {
        Map<WarehouseFigure, String> texts =
                StockColumns.byWarehouse("{\"north\": 6, \"main\": 10}", "{\"north\": 6}");
        assertThat(differences(new StockColumns(4, texts, POLICY, true))).isEmpty();
    }

    @Test
    void each_column_that_differs_is_named() {
        Map<WarehouseFigure, String> wrong = StockColumns.byWarehouse("{\"main\": 16}", "{}", "{}");
        assertThat(differences(new StockColumns(5, wrong, new ModelPolicy(0, 2, null), false)))
                .containsExactlyInAnyOrder(
                        "reserved_stock",
                        "warehouses",
                        "blocked_by_warehouse",
                        "reserved_by_warehouse",
                        "safety_stock",
                        "reorder_point",
                        "archived");
    }

    @Test
    void warehouses_without_any_are_left_out_of_the_blocked_and_the_bound_stock() {
        apply(new StockBlocked("p", "main", 1, "damaged"));
        assertThat(WarehouseFigure.BLOCKED.of(model.warehouses()))
                .isEqualTo(Map.of("main", 1L, "north", 6L));
        assertThat(WarehouseFigure.RESERVED.of(model.warehouses())).isEqualTo(Map.of("main", 4L));
    }
}
