package io.stockledger.query.inventory.projection;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/** Keeps {@code inventory_view} and what finds its rows by word, name, sku and warehouse. */
public final class InventoryProjection implements Projection {

    public static final String NAME = "inventory";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        return InventoryPass.open(connection, List.copyOf(events.keySet()));
    }
}
