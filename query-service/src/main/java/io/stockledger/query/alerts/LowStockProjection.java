package io.stockledger.query.alerts;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/**
 * Opens an alert at the event that leaves less of a product available than the threshold, and
 * closes it at the event that brings it back. The threshold decides which rows the events make, so
 * it is part of the version: a replica with another one builds a generation of its own, while those
 * with the old one go on serving theirs.
 */
public final class LowStockProjection implements Projection {

    public static final String NAME = "low_stock";

    /** The bounds of the threshold. */
    public static final long BELOW_MIN = 1;

    public static final long BELOW_MAX = 999_999;

    private static final int FOLD_VERSION = 1;

    private final long below;

    /**
     * @param below alerts are open while less than this is available, {@value #BELOW_MIN} to
     *     {@value #BELOW_MAX}
     */
    public LowStockProjection(long below) {
        if (below < BELOW_MIN || below > BELOW_MAX) {
            throw new IllegalArgumentException("no threshold: " + below);
        }
        this.below = below;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return Math.toIntExact(FOLD_VERSION * (BELOW_MAX + 1) + below);
    }

    @Override
    public Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        return LowStockPass.open(connection, List.copyOf(events.keySet()), below);
    }
}
