package io.stockledger.system.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.system.faults.checker.StockState.Held;
import io.stockledger.system.faults.checker.StockState.Shipped;
import io.stockledger.system.faults.checker.StockState.Warehouse;
import io.stockledger.system.faults.history.EventLog.LogEvent;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.Map;

/**
 * A product with 17 in main, of which 5 are blocked and 10 reserved by "a", and 4 in north. "b" and
 * "c" hold 3 and 1 from anywhere, 3 were shipped for "c", and the reservation of "z" has lapsed.
 */
class LogFoldTest {

    private StockState state = StockState.UNREGISTERED;

    @BeforeEach
    void a_product_with_reservations() {
        apply("ProductRegistered", "initialQuantity: 20, warehouseId: 'main'");
        apply("StockReceived", "warehouseId: 'north', quantity: 4");
        apply("StockBlocked", "warehouseId: 'main', quantity: 5");
        apply("StockReserved", "orderId: 'a', quantity: 10, warehouseId: 'main'");
        apply("StockReserved", "orderId: 'b', quantity: 3");
        apply("StockReserved", "orderId: 'c', quantity: 4");
        apply("StockShipped", "orderId: 'c', quantity: 3, warehouseId: 'main'");
        apply("StockReserved", "orderId: 'z', quantity: 1, expiresAt: '1970-01-01T00:00:09Z'");
    }

    @Test
    void the_state_is_that_of_all_events() {
        apply("StockUnblocked", "warehouseId: 'main', quantity: 1");
        apply("StockWrittenOff", "warehouseId: 'main', quantity: 2, blocked: true");
        apply("StockReturned", "orderId: 'c', quantity: 1, warehouseId: 'north', blocked: true");
        apply("ReservationChanged", "orderId: 'b', oldQuantity: 3, newQuantity: 2");
        apply("ReservationReassigned", "orderId: 'b', toOrderId: 'c', quantity: 2");
        apply("StockAdjusted", "warehouseId: 'north', oldQuantity: 5, newQuantity: 0");
        apply("ProductRenamed", "name: 'Red mug', sku: 'M'");
        apply("StockPolicySet", "safetyStock: 1, backorderLimit: 5");

        assertThat(state.warehouses())
                .isEqualTo(Map.of("main", new Warehouse(15, 2), "north", new Warehouse(0, 0)));
        assertThat(state.reservations())
                .containsEntry("a", new Held(10, null, "main"))
                .containsEntry("c", new Held(3, null, null))
                .containsOnlyKeys("a", "c", "z");
        assertThat(state.shipped("c")).isEqualTo(new Shipped(3, 1));
        assertThat(state.promisable(Instant.ofEpochSecond(100))).isEqualTo(15 - 2 - 1 - 13 + 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    StockReserved | orderId: 'd', quantity: 3 | only 2 are available
                    StockReserved | orderId: 'd', quantity: 1, warehouseId: 'south' | only 0 are free
                    StockReserved | orderId: 'a', quantity: 1 | holds the product already
                    ReservationExtended | orderId: 'z', expiresAt: '1970-01-01T00:00:59Z' | the order holds nothing
                    ReservationChanged | orderId: 'a', oldQuantity: 9, newQuantity: 8 | not what is held
                    ReservationChanged | orderId: 'b', oldQuantity: 3, newQuantity: 3 | it is so already
                    ReservationChanged | orderId: 'b', oldQuantity: 3, newQuantity: 6 | only 2 are available
                    ReservationChanged | orderId: 'b', oldQuantity: 3, newQuantity: 5, warehouseId: 'north' | only 4 are free
                    ReservationChanged | orderId: 'z', oldQuantity: 1, newQuantity: 2 | the order holds nothing
                    ReservationReassigned | orderId: 'b', toOrderId: 'b', quantity: 3 | to the order itself
                    ReservationReassigned | orderId: 'b', toOrderId: 'd', quantity: 2 | not what is held
                    ReservationReassigned | orderId: 'a', toOrderId: 'd', quantity: 10, warehouseId: 'north' | it moved
                    ReservationReassigned | orderId: 'a', toOrderId: 'b', quantity: 10, warehouseId: 'main' | do not go together
                    ReservationReassigned | orderId: 'b', toOrderId: 'z', quantity: 3 | do not go together
                    ReservationCancelled | orderId: 'a', quantity: 9 | not what is held
                    ReservationExpired | orderId: 'a', quantity: 10 | it has not lapsed
                    ReservationExpired | orderId: 'z', quantity: 2 | not what is held
                    StockShipped | orderId: 'b', quantity: 4, warehouseId: 'north' | more than is reserved
                    StockShipped | orderId: 'b', quantity: 3, warehouseId: 'main' | only 2 are free
                    StockShipped | orderId: 'z', quantity: 1, warehouseId: 'main' | the order holds nothing
                    StockReturned | orderId: 'c', quantity: 4, warehouseId: 'main' | more than was shipped
                    StockReturned | orderId: 'b', quantity: 1, warehouseId: 'main' | more than was shipped
                    StockAdjusted | warehouseId: 'main', oldQuantity: 18, newQuantity: 17 | the old quantity is wrong
                    StockTransferred | fromWarehouseId: 'main', toWarehouseId: 'north', quantity: 3 | the warehouse has less free
                    StockBlocked | warehouseId: 'main', quantity: 13 | it holds less
                    StockUnblocked | warehouseId: 'main', quantity: 6 | less is blocked
                    StockWrittenOff | warehouseId: 'main', quantity: 13 | the warehouse holds less
                    StockWrittenOff | warehouseId: 'main', quantity: 6, blocked: true | the warehouse holds less
                    ProductRestored | reason: 'none' | it is so already
                    """)
    void an_event_that_the_contract_forbids_in_this_state_is_found(
            String type, String fields, String reason) {
        assertForbidden(type, fields, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    StockReceived | warehouseId: 'main', quantity: 1 | the product is archived
                    StockReserved | orderId: 'd', quantity: 1 | the product is archived
                    ReservationChanged | orderId: 'b', oldQuantity: 3, newQuantity: 4 | the product is archived
                    ProductArchived | reason: 'none' | it is so already
                    """)
    void an_archived_product_is_not_received_and_not_reserved(
            String type, String fields, String reason) {
        apply("ProductArchived", "");
        assertForbidden(type, fields, reason);
    }

    private void assertForbidden(String type, String fields, String reason) {
        assertThatThrownBy(() -> LogFold.after(state, event(type, fields)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(reason);
    }

    private void apply(String type, String fields) {
        state = LogFold.after(state, event(type, fields));
    }

    /** The next event, one second after the one before; the fields are JSON without quotes. */
    private LogEvent event(String type, String fields) {
        long number = state.version() + 1;
        String json = "{" + fields.replaceAll("(\\w+):(?= )", "\"$1\":").replace('\'', '"') + "}";
        return new LogEvent(
                number,
                "id-" + number,
                "p",
                number,
                type,
                Instant.ofEpochSecond(number),
                JsonMapper.shared().readTree(json),
                "command",
                null);
    }
}
