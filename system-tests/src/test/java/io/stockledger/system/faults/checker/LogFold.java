package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.checker.StockState.Held;
import io.stockledger.system.faults.checker.StockState.Terms;
import io.stockledger.system.faults.history.EventLog.LogEvent;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Objects;

/** One event of the log, which is checked against the rules of the contract and applied. */
final class LogFold {

    private final StockState state;
    private final LogEvent event;
    private final JsonNode payload;

    private LogFold(StockState state, LogEvent event) {
        this.state = state;
        this.event = event;
        this.payload = event.payload();
    }

    /**
     * The state after the next event.
     *
     * @throws IllegalStateException if the event breaks a rule of the contract in this state
     */
    static StockState after(StockState state, LogEvent event) {
        return new LogFold(state, event).after();
    }

    private StockState after() {
        require(event.sequenceNumber() == state.version() + 1, "the sequence has a gap");
        require(
                (state.version() == 0) == "ProductRegistered".equals(event.type()),
                "the registration is not the first event");
        return changed().next();
    }

    private StockState changed() {
        Terms terms = state.terms();
        return switch (event.type()) {
            case "ProductRegistered" -> add(number("initialQuantity"));
            case "ProductRenamed" -> state;
            case "StockPolicySet" ->
                    state.withTerms(
                            new Terms(
                                    number("safetyStock"),
                                    number("backorderLimit"),
                                    terms.archived()));
            case "ProductArchived", "ProductRestored" -> archived(terms);
            case "StockReceived" -> {
                require(!terms.archived(), "the product is archived");
                yield add(quantity());
            }
            case "StockReserved" -> reserved();
            case "ReservationExtended" -> {
                Held held = held();
                yield state.withReservation(
                        order(),
                        new Held(held.quantity(), instant("expiresAt"), held.warehouseId()));
            }
            case "ReservationChanged" -> changedReservation();
            case "ReservationReassigned" -> reassigned();
            case "ReservationCancelled" -> {
                require(held().quantity() == quantity(), "not what is held");
                yield state.withReservation(order(), null);
            }
            case "ReservationExpired" -> expired();
            case "StockShipped" -> shipped();
            case "StockReturned" -> {
                require(quantity() <= state.shipped(order()).returnable(), "more than was shipped");
                yield state.withReturn(order(), warehouse(), quantity(), blocked());
            }
            case "StockAdjusted" -> {
                long old = number("oldQuantity");
                require(state.in(warehouse()).onHand() == old, "the old quantity is wrong");
                yield state.withQuantity(warehouse(), number("newQuantity"));
            }
            case "StockTransferred" -> {
                String from = text("fromWarehouseId");
                require(quantity() <= state.free(from, "", now()), "the warehouse has less free");
                yield state.withStock(from, -quantity(), 0)
                        .withStock(text("toWarehouseId"), quantity(), 0);
            }
            case "StockBlocked" -> {
                require(quantity() <= state.in(warehouse()).unblocked(), "it holds less");
                yield state.withStock(warehouse(), 0, quantity());
            }
            case "StockUnblocked" -> {
                require(quantity() <= state.in(warehouse()).blocked(), "less is blocked");
                yield state.withStock(warehouse(), 0, -quantity());
            }
            case "StockWrittenOff" -> writtenOff();
            default -> throw new IllegalStateException("unknown type of event: " + event);
        };
    }

    private StockState add(long quantity) {
        return state.withStock(warehouse(), quantity, blocked() ? quantity : 0);
    }

    private StockState archived(Terms terms) {
        boolean archived = "ProductArchived".equals(event.type());
        require(terms.archived() != archived, "it is so already");
        return state.withTerms(new Terms(terms.safetyStock(), terms.backorderLimit(), archived));
    }

    private StockState reserved() {
        require(!state.reservations().containsKey(order()), "the order holds the product already");
        requirePromisable(quantity());
        requireFree(text("orderId"), optional("warehouseId"), quantity());
        return state.withReservation(order(), terms(quantity()));
    }

    private void requirePromisable(long more) {
        if (more > 0) {
            require(!state.terms().archived(), "the product is archived");
            long promisable = state.promisable(now());
            require(more <= promisable, "only " + promisable + " are available");
        }
    }

    private void requireFree(String orderId, @Nullable String warehouseId, long quantity) {
        if (warehouseId != null) {
            long free = state.free(warehouseId, orderId, now());
            require(quantity <= free, "only " + free + " are free in the warehouse");
        }
    }

    /** A raise in the same warehouse may be a part of a shipment from another one. */
    private StockState changedReservation() {
        Held held = held();
        Held after = terms(number("newQuantity"));
        require(held.quantity() == number("oldQuantity"), "not what is held");
        require(!held.equals(after), "it is so already");
        requirePromisable(after.quantity() - held.quantity());
        if (!Objects.equals(after.warehouseId(), held.warehouseId())) {
            requireFree(order(), after.warehouseId(), after.quantity());
        }
        return state.withReservation(order(), after);
    }

    private StockState reassigned() {
        String to = text("toOrderId");
        Held moved = held();
        Held before = state.reservations().get(to);
        require(!to.equals(order()), "to the order itself");
        require(moved.quantity() == quantity(), "not what is held");
        require(Objects.equals(moved.warehouseId(), optional("warehouseId")), "it moved");
        require(
                before == null
                        || (before.holdsAt(now())
                                && Objects.equals(before.warehouseId(), moved.warehouseId())),
                "the reservations do not go together");
        long sum = quantity() + (before == null ? 0 : before.quantity());
        return state.withReservation(order(), null).withReservation(to, terms(sum));
    }

    private StockState expired() {
        Held held = state.reservations().get(order());
        require(held != null && held.quantity() == quantity(), "not what is held");
        require(held != null && !held.holdsAt(now()), "it has not lapsed");
        return state.withReservation(order(), null);
    }

    private StockState shipped() {
        require(quantity() <= held().quantity(), "more than is reserved");
        long free = state.free(warehouse(), order(), now());
        require(quantity() <= free, "only " + free + " are free in the warehouse");
        return state.withShipment(order(), warehouse(), quantity());
    }

    private StockState writtenOff() {
        StockState.Warehouse before = state.in(warehouse());
        require(
                quantity() <= (blocked() ? before.blocked() : before.unblocked()),
                "the warehouse holds less");
        return state.withStock(warehouse(), -quantity(), blocked() ? -quantity() : 0);
    }

    /** The reservation that the event states, with this quantity. */
    private Held terms(long quantity) {
        return new Held(quantity, instant("expiresAt"), optional("warehouseId"));
    }

    private Held held() {
        Held held = state.reservations().get(order());
        if (held == null || !held.holdsAt(now())) {
            throw new IllegalStateException("the order holds nothing: " + event);
        }
        return held;
    }

    private void require(boolean possible, String reason) {
        if (!possible) {
            throw new IllegalStateException(reason + ": " + event);
        }
    }

    private Instant now() {
        return event.occurredAt();
    }

    private String order() {
        return text("orderId");
    }

    private String warehouse() {
        return text("warehouseId");
    }

    private boolean blocked() {
        return payload.path("blocked").booleanValue(false);
    }

    private long quantity() {
        return number("quantity");
    }

    private long number(String field) {
        return payload.required(field).longValue();
    }

    private String text(String field) {
        return payload.required(field).stringValue();
    }

    private @Nullable String optional(String field) {
        return payload.has(field) ? text(field) : null;
    }

    private @Nullable Instant instant(String field) {
        return payload.has(field) ? Instant.parse(text(field)) : null;
    }
}
