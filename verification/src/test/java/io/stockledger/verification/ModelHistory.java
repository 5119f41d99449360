package io.stockledger.verification;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;

import java.time.Instant;
import java.util.UUID;

/** The history of one product, whose events are one second apart. */
final class ModelHistory {

    static final String PRODUCT = "mug-blue";

    private static final Instant START = Instant.parse("2026-01-31T12:30:00Z");

    private final ProductModel model = new ProductModel(PRODUCT);
    private long seconds;

    /** A product with this quantity in the warehouse {@code main}. */
    static ModelHistory registered(long quantity) {
        var history = new ModelHistory();
        history.apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", quantity, "main"));
        return history;
    }

    ProductModel model() {
        return model;
    }

    /** The instant of the event after this number of seconds. */
    Instant in(long secondsFromNow) {
        return START.plusSeconds(seconds + secondsFromNow);
    }

    ModelHistory after(long moreSeconds) {
        seconds += moreSeconds;
        return this;
    }

    ModelHistory apply(InventoryEvent... events) {
        for (InventoryEvent event : events) {
            long next = model.version() + 1;
            seconds++;
            model.apply(envelope(next, next, event));
        }
        return this;
    }

    /** Asserts that the event breaks a rule, and that the message has these parts. */
    ModelHistory contradicts(InventoryEvent event, String... parts) {
        assertThatThrownBy(() -> apply(event))
                .isInstanceOf(ContradictionException.class)
                .hasMessageContainingAll(parts);
        return this;
    }

    EventEnvelope envelope(long sequenceNumber, long position, InventoryEvent event) {
        return new EventEnvelope(
                new UUID(7, position),
                PRODUCT,
                EventEnvelope.INVENTORY,
                sequenceNumber,
                position,
                START.plusSeconds(seconds),
                event,
                new EventMetadata("command", null, null, null, null));
    }
}
