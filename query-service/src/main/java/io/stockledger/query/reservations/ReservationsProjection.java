package io.stockledger.query.reservations;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/** Keeps a line for each order and product. */
public final class ReservationsProjection implements Projection {

    public static final String NAME = "reservations";

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
        return ReservationsPass.open(connection, events);
    }
}
