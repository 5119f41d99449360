package io.stockledger.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.verification.ProductModel;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.UUID;

class SnapshotComparisonTest {

    private static final Instant START = Instant.parse("2026-01-31T12:30:00Z");
    private static final String FORMAT_2 =
            """
            {"name": "Mug", "sku": "M", "archived": true,
             "policy": {"safetyStock": 1, "backorderLimit": 2, "reorderPoint": null},
             "updatedAt": "2026-01-31T12:30:00Z", "warehouses": {"main": {"onHand": 10, "blocked": 3}},
             "reservations": {"order-1": {"quantity": 4, "warehouseId": "main"}}}
            """;
    private static final String FORMAT_1 =
            """
            {"name": "Mug", "sku": "M", "updatedAt": "2026-01-31T12:30:00Z", "warehouses": {"main": 10},
             "reservations": {"order-1": {"quantity": 4, "expiresAt": "2027-01-31T12:30:00Z"}}}
            """;

    private final ProductModel model = new ProductModel("p");

    private void apply(InventoryEvent... events) {
        for (InventoryEvent event : events) {
            long number = model.version() + 1;
            model.apply(
                    new EventEnvelope(
                            new UUID(7, number),
                            "p",
                            EventEnvelope.INVENTORY,
                            number,
                            number,
                            START,
                            event,
                            new EventMetadata("command", null, null, null, null)));
        }
    }

    private void applyAll() {
        apply(
                new ProductRegistered("p", "Mug", "M", 10, "main"),
                new StockBlocked("p", "main", 3, "damaged"),
                new StockPolicySet("p", 1, 2, null),
                new StockReserved("p", "order-1", 4, null, "main"),
                new ProductArchived("p"));
    }

    private @Nullable String difference(int format, String state) {
        return SnapshotComparison.difference(format, state, model);
    }

    @Test
    void a_snapshot_with_the_state_of_the_events_has_no_difference() {
        applyAll();
        assertThat(difference(2, FORMAT_2)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "\"sku\": \"M\" | \"sku\": \"N\" | name or sku differ",
                "12:30 | 12:31 | updatedAt is 2026-01-31T12:31:00Z",
                "true | false | archived is false, the events give true",
                "\"safetyStock\": 1 | \"safetyStock\": 0 | the policy is safety stock 0",
                "\"blocked\": 3 | \"blocked\": 2 | warehouses are {main=10 (2 blocked)}",
                "\"warehouseId\": \"main\" | \"warehouseId\": \"north\" | reservations differ",
                "{\"name\" | {name | it cannot be read"
            })
    void a_value_that_differs_is_found(String right, String wrong, String found) {
        applyAll();
        assertThat(difference(2, FORMAT_2.replace(right, wrong))).contains(found);
    }

    @Test
    void a_snapshot_of_the_format_before_is_right_without_events_that_it_does_not_know() {
        apply(
                new ProductRegistered("p", "Mug", "M", 10, "main"),
                new StockReserved("p", "order-1", 4, Instant.parse("2027-01-31T12:30:00Z")));
        assertThat(difference(1, FORMAT_1)).isNull();
        assertThat(difference(1, FORMAT_1.replace("10", "11"))).contains("main=11 (0 blocked)");

        apply(new StockBlocked("p", "main", 1, "damaged"));
        assertThat(difference(1, FORMAT_1)).contains("the events give {main=10 (1 blocked)}");
    }

    @Test
    void a_snapshot_of_another_format_is_discarded_and_has_no_difference() {
        applyAll();
        assertThat(difference(3, "{}")).isNull();
    }
}
