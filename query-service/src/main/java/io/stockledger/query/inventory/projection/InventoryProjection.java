package io.stockledger.query.inventory.projection;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/**
 * Projects the current stock of every product into {@code inventory_view}, and the words, the name,
 * the sku and the warehouses by which the product is found.
 */
public final class InventoryProjection implements Projection {

    @Override
    public String name() {
        return "inventory";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        return InventoryPass.open(connection, events);
    }
}
