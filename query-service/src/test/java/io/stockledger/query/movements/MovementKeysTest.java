package io.stockledger.query.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockTransferred;

import org.junit.jupiter.api.Test;

class MovementKeysTest {

    @Test
    void an_event_is_found_by_every_order_and_warehouse_that_it_names() {
        assertThat(MovementKeys.of(new StockTransferred("p", "a", "b", 1, "van")))
                .isEqualTo(new MovementKeys(null, null, "a", "b"));
        assertThat(MovementKeys.of(new ReservationReassigned("p", "o", "q", 1, null, "a")))
                .isEqualTo(new MovementKeys("o", "q", "a", null));
        assertThat(MovementKeys.of(new StockReserved("p", "o", 1, null, "a")))
                .isEqualTo(new MovementKeys("o", null, "a", null));
        assertThat(MovementKeys.of(new StockReturned("p", "o", "a", 1, "unwanted", false)))
                .isEqualTo(new MovementKeys("o", null, "a", null));
    }

    @Test
    void an_event_that_names_no_warehouse_is_found_by_none() {
        assertThat(MovementKeys.of(new ReservationCancelled("p", "o", 1)))
                .isEqualTo(new MovementKeys("o", null, null, null));
    }
}
