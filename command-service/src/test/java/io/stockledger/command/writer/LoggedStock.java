package io.stockledger.command.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The stock of a product, added up from its events without the classes of the domain. It knows the
 * events of reservations without an end, and no blocked stock.
 */
final class LoggedStock {

    private final Map<String, Long> onHand = new HashMap<>();
    private final Map<String, Held> held = new HashMap<>();
    private final Map<String, Long> shipped = new HashMap<>();
    private long received;

    private record Held(long quantity, @Nullable String warehouseId) {}

    void apply(InventoryEvent event) {
        switch (event) {
            case ProductRegistered e -> receive(e.warehouseId(), e.initialQuantity());
            case StockReceived e -> receive(e.warehouseId(), e.quantity());
            case StockReserved e -> {
                Held before = held.put(e.orderId(), new Held(e.quantity(), e.warehouseId()));
                assertThat(before).as("%s", e).isNull();
            }
            case ReservationChanged e -> {
                Held before = held.put(e.orderId(), new Held(e.newQuantity(), e.warehouseId()));
                assertThat(quantity(before)).as("%s", e).isEqualTo(e.oldQuantity());
            }
            case ReservationReassigned e -> {
                Held moved = held.remove(e.orderId());
                assertThat(quantity(moved)).as("%s", e).isEqualTo(e.quantity());
                long sum = quantity(held.get(e.toOrderId())) + e.quantity();
                held.put(e.toOrderId(), new Held(sum, e.warehouseId()));
            }
            case ReservationCancelled e ->
                    assertThat(quantity(held.remove(e.orderId())))
                            .as("%s", e)
                            .isEqualTo(e.quantity());
            case StockShipped e -> ship(e);
            default -> throw new IllegalArgumentException("unexpected: " + event);
        }
    }

    private void receive(String warehouseId, long quantity) {
        onHand.merge(warehouseId, quantity, Long::sum);
        received += quantity;
    }

    private void ship(StockShipped event) {
        String orderId = event.orderId();
        Held before = Objects.requireNonNull(held.get(orderId), event::toString);
        long left = before.quantity - event.quantity();
        assertThat(left).as("%s", event).isNotNegative();
        if (left == 0) {
            held.remove(orderId);
        } else {
            held.put(orderId, new Held(left, before.warehouseId));
        }
        onHand.merge(event.warehouseId(), -event.quantity(), Long::sum);
        shipped.merge(orderId, event.quantity(), Long::sum);
    }

    private static long quantity(@Nullable Held reservation) {
        return reservation == null ? 0 : reservation.quantity;
    }

    /** The units that have come in. */
    long received() {
        return received;
    }

    long shipped() {
        return shipped.values().stream().mapToLong(Long::longValue).sum();
    }

    long shippedFor(String orderId) {
        return shipped.getOrDefault(orderId, 0L);
    }

    long held() {
        return held.values().stream().mapToLong(Held::quantity).sum();
    }

    /** The units on hand that no order holds; negative if orders hold more than there is. */
    long free() {
        return onHand.values().stream().mapToLong(Long::longValue).sum() - held();
    }

    long onHandIn(String warehouseId) {
        return onHand.getOrDefault(warehouseId, 0L);
    }

    /** The units that orders hold in this warehouse. */
    long boundTo(String warehouseId) {
        return held.values().stream()
                .filter(each -> warehouseId.equals(each.warehouseId))
                .mapToLong(Held::quantity)
                .sum();
    }
}
