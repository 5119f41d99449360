package io.stockledger.query.reservations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;

class ReservationLineTest {

    private static final Instant EXPIRY = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void a_line_is_open_while_anything_is_reserved() {
        assertThat(after(reserved(5, EXPIRY)))
                .isEqualTo(line(5, 0, ReservationStatus.OPEN, EXPIRY));
        assertThat(after(reserved(5, EXPIRY), shipped(3)))
                .isEqualTo(line(2, 3, ReservationStatus.OPEN, EXPIRY));
    }

    @Test
    void a_closed_line_has_the_status_of_its_last_event() {
        assertThat(after(reserved(5, null), shipped(3), shipped(2)))
                .isEqualTo(line(0, 5, ReservationStatus.SHIPPED, null));
        assertThat(after(reserved(5, EXPIRY), shipped(3), cancelled(2)))
                .isEqualTo(line(0, 3, ReservationStatus.CANCELLED, null));
        assertThat(after(reserved(5, EXPIRY), expired(5)))
                .isEqualTo(line(0, 0, ReservationStatus.EXPIRED, null));
    }

    @Test
    void a_line_that_is_reserved_again_is_open_and_keeps_its_shipped_quantity() {
        assertThat(after(reserved(5, EXPIRY), shipped(3), cancelled(2), reserved(4, null)))
                .isEqualTo(line(4, 3, ReservationStatus.OPEN, null));
    }

    @Test
    void an_extension_moves_the_expiry() {
        assertThat(
                        after(
                                reserved(5, EXPIRY),
                                new ReservationExtended("p", "o", EXPIRY.plusMillis(1))))
                .isEqualTo(line(5, 0, ReservationStatus.OPEN, EXPIRY.plusMillis(1)));
    }

    @Test
    void a_reservation_without_an_expiry_gets_one_by_an_extension() {
        assertThat(after(reserved(5, null), shipped(2), new ReservationExtended("p", "o", EXPIRY)))
                .isEqualTo(line(3, 2, ReservationStatus.OPEN, EXPIRY));
    }

    @Test
    void a_line_is_expired_from_its_expiry_on_and_not_before() {
        ReservationLine line = after(reserved(5, EXPIRY), shipped(3));
        assertThat(line.at(EXPIRY.minusNanos(1_000))).isEqualTo(line);
        assertThat(line.at(EXPIRY)).isEqualTo(line(0, 3, ReservationStatus.EXPIRED, null));
        assertThat(line.at(EXPIRY)).isEqualTo(line.after(expired(2)));
        assertThat(after(reserved(5, null)).at(Instant.MAX))
                .isEqualTo(line(5, 0, ReservationStatus.OPEN, null));
    }

    @Test
    void a_line_without_a_reservation_cannot_be_extended() {
        assertThatThrownBy(
                        () ->
                                after(
                                        reserved(5, EXPIRY),
                                        cancelled(5),
                                        new ReservationExtended("p", "o", EXPIRY)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void more_than_the_reserved_quantity_cannot_be_taken() {
        assertThatThrownBy(() -> after(reserved(5, null), shipped(6)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> after(cancelled(1))).isInstanceOf(IllegalStateException.class);
    }

    private static ReservationLine after(InventoryEvent... events) {
        ReservationLine line = ReservationLine.none("p");
        for (InventoryEvent event : events) {
            line = line.after(event);
        }
        return line;
    }

    private static ReservationLine line(
            long reserved, long shipped, ReservationStatus status, @Nullable Instant expiresAt) {
        return new ReservationLine("p", reserved, shipped, status, expiresAt);
    }

    private static InventoryEvent reserved(long quantity, @Nullable Instant expiresAt) {
        return new StockReserved("p", "o", quantity, expiresAt);
    }

    private static InventoryEvent shipped(long quantity) {
        return new StockShipped("p", "o", "main", quantity);
    }

    private static InventoryEvent cancelled(long quantity) {
        return new ReservationCancelled("p", "o", quantity);
    }

    private static InventoryEvent expired(long quantity) {
        return new ReservationExpired("p", "o", quantity);
    }
}
