package io.stockledger.query.reservations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;

class ReservationLineTest {

    private static final Instant EXPIRY = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void a_line_is_open_while_anything_is_reserved() {
        assertThat(after(reserved(5, EXPIRY))).isEqualTo(open(5, 0, EXPIRY, 1));
        assertThat(after(reserved(5, EXPIRY), shipped(3))).isEqualTo(open(2, 3, EXPIRY, 1));
    }

    @Test
    void a_closed_line_ended_as_its_last_event_says() {
        assertThat(after(reserved(5, null), shipped(3), shipped(2)))
                .isEqualTo(closed(5, ReservationEnd.SHIPPED));
        assertThat(after(reserved(5, EXPIRY), shipped(3), cancelled(2)))
                .isEqualTo(closed(3, ReservationEnd.CANCELLED));
        assertThat(after(reserved(5, EXPIRY), expired(5)))
                .isEqualTo(closed(0, ReservationEnd.EXPIRED));
    }

    @Test
    void the_status_tells_a_part_shipment_from_a_full_cancellation() {
        assertThat(after(reserved(5, null)).status()).isEqualTo("open");
        assertThat(after(reserved(5, null), shipped(3)).status()).isEqualTo("partly-shipped");
        assertThat(after(reserved(5, null), shipped(5)).status()).isEqualTo("shipped");
        assertThat(after(reserved(5, null), shipped(3), shipped(2)).status()).isEqualTo("shipped");
        assertThat(after(reserved(5, null), cancelled(5)).status()).isEqualTo("cancelled");
        assertThat(after(reserved(5, null), shipped(3), cancelled(2)).status())
                .isEqualTo("partly-shipped-then-cancelled");
        assertThat(after(reserved(5, EXPIRY), expired(5)).status()).isEqualTo("expired");
        assertThat(after(reserved(5, EXPIRY), shipped(3), expired(2)).status())
                .isEqualTo("partly-shipped-then-expired");
        assertThat(after(reserved(5, null), reassigned(5)).status()).isEqualTo("reassigned");
        assertThat(after(reserved(5, null), shipped(3), reassigned(2)).status())
                .isEqualTo("partly-shipped-then-reassigned");
    }

    @Test
    void a_line_that_is_reserved_again_is_open_and_keeps_its_shipped_quantity() {
        assertThat(after(reserved(5, EXPIRY), shipped(3), cancelled(2), reserved(4, null)))
                .isEqualTo(open(4, 3, null, 4));
    }

    @Test
    void an_extension_moves_the_expiry() {
        assertThat(
                        after(
                                reserved(5, EXPIRY),
                                new ReservationExtended("p", "o", EXPIRY.plusMillis(1))))
                .isEqualTo(open(5, 0, EXPIRY.plusMillis(1), 1));
    }

    @Test
    void a_reservation_without_an_expiry_gets_one_by_an_extension() {
        assertThat(after(reserved(5, null), shipped(2), new ReservationExtended("p", "o", EXPIRY)))
                .isEqualTo(open(3, 2, EXPIRY, 1));
    }

    @Test
    void a_change_states_the_whole_reservation_and_keeps_its_place() {
        assertThat(
                        after(
                                reserved(5, EXPIRY),
                                shipped(1),
                                new ReservationChanged("p", "o", 4, 7, null, "shop")))
                .isEqualTo(
                        new ReservationLine(
                                "p", 7, 1, 0, ReservationEnd.OPEN, null, "shop", null, 1L));
    }

    @Test
    void a_reservation_that_ends_is_bound_to_no_warehouse_any_more() {
        assertThat(after(new StockReserved("p", "o", 5, EXPIRY, "shop"), shipped(5)))
                .isEqualTo(closed(5, ReservationEnd.SHIPPED));
    }

    @Test
    void a_return_counts_under_the_order_and_changes_nothing_else() {
        ReservationLine shipped = after(reserved(5, null), shipped(5));
        assertThat(shipped.after(returned(2), 9).returned()).isEqualTo(2);
        assertThat(shipped.after(returned(2), 9).after(returned(3), 10))
                .isEqualTo(
                        new ReservationLine(
                                "p", 0, 5, 5, ReservationEnd.SHIPPED, null, null, null, null));
    }

    @Test
    void a_reassigned_line_names_the_order_that_holds_the_reservation() {
        assertThat(after(reserved(5, EXPIRY), reassigned(5)))
                .isEqualTo(
                        new ReservationLine(
                                "p",
                                0,
                                0,
                                0,
                                ReservationEnd.REASSIGNED,
                                null,
                                null,
                                "other",
                                null));
        assertThat(after(reserved(5, EXPIRY), reassigned(5), reserved(1, null)))
                .isEqualTo(open(1, 0, null, 3));
    }

    @Test
    void the_order_that_gets_a_reservation_gets_its_place_as_well() {
        ReservationLine from = after(reserved(5, null));
        ReservationLine to = ReservationLine.none("p").afterReassignment(reassigned(5), from, 7);
        assertThat(to).isEqualTo(open(5, 0, null, 1));
    }

    @Test
    void an_order_that_held_the_product_longer_keeps_its_place_and_adds_the_quantities() {
        ReservationLine to = after(reserved(3, EXPIRY));
        ReservationLine from = ReservationLine.none("p").after(reserved(5, null), 4);
        assertThat(to.afterReassignment(reassigned(5), from, 5)).isEqualTo(open(8, 0, null, 1));
    }

    @Test
    void a_line_is_expired_from_its_expiry_on_and_not_before() {
        ReservationLine line = after(reserved(5, EXPIRY), shipped(3));
        assertThat(line.at(EXPIRY.minusNanos(1_000))).isEqualTo(line);
        assertThat(line.at(EXPIRY)).isEqualTo(closed(3, ReservationEnd.EXPIRED));
        assertThat(line.at(EXPIRY)).isEqualTo(line.after(expired(2), 3));
        assertThat(after(reserved(5, null)).at(Instant.MAX)).isEqualTo(open(5, 0, null, 1));
    }

    @Test
    void a_line_without_a_reservation_can_be_neither_extended_nor_changed_nor_reassigned() {
        for (InventoryEvent event :
                new InventoryEvent[] {
                    new ReservationExtended("p", "o", EXPIRY),
                    new ReservationChanged("p", "o", 5, 6, null, null),
                    reassigned(5)
                }) {
            assertThatThrownBy(() -> after(reserved(5, EXPIRY), cancelled(5), event))
                    .as("%s", event)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void more_than_the_reserved_quantity_cannot_be_taken() {
        assertThatThrownBy(() -> after(reserved(5, null), shipped(6)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> after(cancelled(1))).isInstanceOf(IllegalStateException.class);
    }

    /** The line after the events, whose positions are 1, 2, 3 and so on. */
    private static ReservationLine after(InventoryEvent... events) {
        ReservationLine line = ReservationLine.none("p");
        for (int i = 0; i < events.length; i++) {
            line = line.after(events[i], i + 1);
        }
        return line;
    }

    private static ReservationLine open(
            long reserved, long shipped, @Nullable Instant expiresAt, long openedPosition) {
        return new ReservationLine(
                "p",
                reserved,
                shipped,
                0,
                ReservationEnd.OPEN,
                expiresAt,
                null,
                null,
                openedPosition);
    }

    private static ReservationLine closed(long shipped, ReservationEnd end) {
        return new ReservationLine("p", 0, shipped, 0, end, null, null, null, null);
    }

    private static InventoryEvent reserved(long quantity, @Nullable Instant expiresAt) {
        return new StockReserved("p", "o", quantity, expiresAt);
    }

    private static InventoryEvent shipped(long quantity) {
        return new StockShipped("p", "o", "main", quantity);
    }

    private static InventoryEvent returned(long quantity) {
        return new StockReturned("p", "o", "main", quantity, "unwanted", false);
    }

    private static InventoryEvent cancelled(long quantity) {
        return new ReservationCancelled("p", "o", quantity);
    }

    private static InventoryEvent expired(long quantity) {
        return new ReservationExpired("p", "o", quantity);
    }

    private static ReservationReassigned reassigned(long quantity) {
        return new ReservationReassigned("p", "o", "other", quantity, null, null);
    }
}
