package io.stockledger.query.movements;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/** Keeps a row for each event, with the product's stock after it. */
public final class MovementsProjection implements Projection {

    public static final String NAME = "movements";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        return MovementsPass.open(connection, List.copyOf(events.keySet()));
    }
}
