package io.stockledger.command.testing;

import io.stockledger.events.EventType;
import io.stockledger.events.EventUpcaster;

import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an invented version 0 of {@code StockReceived}, which has an amount instead of a quantity.
 * It is registered in the test resources of this module.
 */
public final class AmountUpcaster implements EventUpcaster {

    @Override
    public EventType type() {
        return EventType.STOCK_RECEIVED;
    }

    @Override
    public int fromVersion() {
        return 0;
    }

    @Override
    public ObjectNode upcast(ObjectNode payload) {
        return payload.put("quantity", payload.get("amount").longValue());
    }
}
