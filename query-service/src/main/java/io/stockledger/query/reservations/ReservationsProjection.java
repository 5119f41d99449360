package io.stockledger.query.reservations;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/** Projects the reservations of every order into one line per order and product. */
public final class ReservationsProjection implements Projection {

    @Override
    public String name() {
        return "reservations";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        return ReservationsPass.open(connection, events);
    }
}
