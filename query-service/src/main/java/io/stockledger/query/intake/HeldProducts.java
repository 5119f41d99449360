package io.stockledger.query.intake;

import io.stockledger.query.intake.SequenceGuard.Standing;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which products a read model could not follow further, and since when. A product is released once
 * its version has reached the highest sequence number that was seen of it. Its rows are changed
 * only under the lock of the product's own row.
 */
final class HeldProducts {

    private static final Logger LOG = LoggerFactory.getLogger(HeldProducts.class);

    private static final String SELECT_HELD =
            """
            SELECT projection, product_id, expected_sequence_number, seen_sequence_number, reason,
                   since
            FROM held_products
            WHERE generation = ? AND product_id = ANY (?)
            """;

    private static final String HOLD =
            """
            INSERT INTO held_products (projection, generation, product_id,
                expected_sequence_number, seen_sequence_number, reason, since)
            SELECT h.projection, ?, h.product_id, h.expected, h.seen, h.reason, h.since
            FROM unnest(?, ?, ?, ?, ?, ?)
                AS h (projection, product_id, expected, seen, reason, since)
            ON CONFLICT (projection, generation, product_id) DO UPDATE SET
                expected_sequence_number = excluded.expected_sequence_number,
                seen_sequence_number = excluded.seen_sequence_number,
                reason = excluded.reason
            """;

    private static final String RELEASE =
            """
            DELETE FROM held_products h
            USING unnest(?, ?) AS r (projection, product_id)
            WHERE h.generation = ? AND h.projection = r.projection
                AND h.product_id = r.product_id
            """;

    private record Key(String projection, String productId) {}

    private record Held(
            String projection,
            String productId,
            long expected,
            long seen,
            String reason,
            Instant since) {}

    private final int generation;

    HeldProducts(int generation) {
        this.generation = generation;
    }

    /** Holds back, keeps or releases the products of a batch, whose rows the caller has locked. */
    void settle(Connection connection, Map<String, Collection<Standing>> byProjection, Instant now)
            throws SQLException {
        var productIds = new TreeSet<String>();
        byProjection
                .values()
                .forEach(standings -> standings.forEach(s -> productIds.add(s.productId())));
        Map<Key, Held> known = known(connection, productIds);
        var hold = new ArrayList<Held>();
        var release = new ArrayList<Held>();
        byProjection.forEach(
                (projection, standings) -> {
                    for (Standing standing : standings) {
                        Held before = known.get(new Key(projection, standing.productId()));
                        if (before != null
                                && standing.version() >= before.seen()
                                && !standing.isHeldBack()) {
                            release.add(before);
                        } else if (before != null || standing.isHeldBack()) {
                            hold.add(held(projection, standing, before, now));
                        }
                    }
                });
        hold.removeIf(held -> held.equals(known.get(new Key(held.projection, held.productId))));
        write(connection, hold, release);
        hold.forEach(HeldProducts::log);
    }

    private static Held held(
            String projection, Standing standing, @Nullable Held before, Instant now) {
        long expected = standing.version() + 1;
        String reason = standing.reason();
        if (reason == null) {
            reason =
                    before != null && before.expected == expected
                            ? before.reason
                            : "event " + expected + " has not come in its turn";
        }
        return new Held(
                projection,
                standing.productId(),
                expected,
                before == null ? standing.seen() : Math.max(before.seen, standing.seen()),
                reason,
                before == null ? now : before.since);
    }

    private Map<Key, Held> known(Connection connection, Collection<String> productIds)
            throws SQLException {
        try (var select = connection.prepareStatement(SELECT_HELD)) {
            new ColumnBinder(select).value(generation).text(productIds, id -> id);
            var known = new HashMap<Key, Held>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Held held =
                            new Held(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getString(5),
                                    row.getObject(6, OffsetDateTime.class).toInstant());
                    known.put(new Key(held.projection, held.productId), held);
                }
            }
            return known;
        }
    }

    private void write(Connection connection, List<Held> hold, List<Held> release)
            throws SQLException {
        hold.sort(Comparator.comparing(Held::projection).thenComparing(Held::productId));
        if (!hold.isEmpty()) {
            try (var insert = connection.prepareStatement(HOLD)) {
                new ColumnBinder(insert)
                        .value(generation)
                        .text(hold, Held::projection)
                        .text(hold, Held::productId)
                        .whole(hold, Held::expected)
                        .whole(hold, Held::seen)
                        .text(hold, Held::reason)
                        .instants(hold, Held::since);
                insert.executeUpdate();
            }
        }
        if (!release.isEmpty()) {
            try (var delete = connection.prepareStatement(RELEASE)) {
                new ColumnBinder(delete)
                        .text(release, Held::projection)
                        .text(release, Held::productId)
                        .value(generation);
                delete.executeUpdate();
            }
            release.forEach(
                    held ->
                            LOG.info(
                                    "Read model {} follows product '{}' again",
                                    held.projection,
                                    held.productId));
        }
    }

    private static void log(Held held) {
        LOG.warn(
                "Read model {} holds back product '{}' before event {}: {}. Publish the log again"
                        + " from that event on",
                held.projection,
                held.productId,
                held.expected,
                held.reason);
    }
}
