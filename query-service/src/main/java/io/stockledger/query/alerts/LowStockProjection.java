package io.stockledger.query.alerts;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/**
 * Projects the products below the threshold into {@code low_stock}. An event after which the
 * available stock is below the threshold opens an alert; an event after which it is not closes the
 * alert. The threshold is the reorder point of the product, or the setting if it has none. An
 * archived product has no alert.
 *
 * <p>The setting determines the rows, so it is part of the version. A replica with another setting
 * builds another generation, and the other replicas continue to serve theirs.
 */
public final class LowStockProjection implements Projection {

    /** The minimum threshold. */
    public static final long BELOW_MIN = 1;

    /** The maximum threshold; the version encodes the threshold in six digits. */
    public static final long BELOW_MAX = 999_999;

    private static final int FOLD_VERSION = 2;

    private final long below;

    /**
     * @param below the threshold of products without a reorder point: an alert is open while less
     *     than this is available; {@value #BELOW_MIN} to {@value #BELOW_MAX}
     */
    public LowStockProjection(long below) {
        if (below < BELOW_MIN || below > BELOW_MAX) {
            throw new IllegalArgumentException("the threshold is not from 1 to 999,999: " + below);
        }
        this.below = below;
    }

    @Override
    public String name() {
        return "low_stock";
    }

    @Override
    public int version() {
        return Math.toIntExact(FOLD_VERSION * (BELOW_MAX + 1) + below);
    }

    @Override
    public Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        return LowStockPass.open(connection, events.keySet(), below);
    }
}
