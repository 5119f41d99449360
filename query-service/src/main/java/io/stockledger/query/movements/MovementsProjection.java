package io.stockledger.query.movements;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/** Projects every event into one row with the stock of the product after the event. */
public final class MovementsProjection implements Projection {

    @Override
    public String name() {
        return "movements";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        return MovementsPass.open(connection, events);
    }
}
