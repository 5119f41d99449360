package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.intake.SequenceGuard.Standing;
import io.stockledger.query.sql.ColumnBinder;

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
            SELECT projection, generation, product_id, expected_sequence_number,
                   seen_sequence_number, reason, since
            FROM held_products
            WHERE product_id = ANY (?)
            """;

    private static final String HOLD =
            """
            INSERT INTO held_products (projection, generation, product_id,
                expected_sequence_number, seen_sequence_number, reason, since)
            SELECT h.projection, h.generation, h.product_id, h.expected, h.seen, h.reason, h.since
            FROM unnest(?, ?, ?, ?, ?, ?, ?)
                AS h (projection, generation, product_id, expected, seen, reason, since)
            ON CONFLICT (projection, generation, product_id) DO UPDATE SET
                expected_sequence_number = excluded.expected_sequence_number,
                seen_sequence_number = excluded.seen_sequence_number,
                reason = excluded.reason
            """;

    private static final String RELEASE =
            """
            DELETE FROM held_products h
            USING unnest(?, ?, ?) AS r (projection, generation, product_id)
            WHERE h.projection = r.projection AND h.generation = r.generation
                AND h.product_id = r.product_id
            """;

    private record Key(String projection, long generation, String productId) {}

    private record Held(Key key, long expected, long seen, String reason, Instant since) {}

    private static final Comparator<Held> ORDER =
            Comparator.comparing((Held held) -> held.key.projection)
                    .thenComparingLong(held -> held.key.generation)
                    .thenComparing(held -> held.key.productId);

    private HeldProducts() {}

    /** Holds back, keeps or releases the products of a batch, whose rows the caller has locked. */
    static void settle(
            Connection connection, Map<Generation, Collection<Standing>> byGeneration, Instant now)
            throws SQLException {
        var productIds = new TreeSet<String>();
        byGeneration
                .values()
                .forEach(standings -> standings.forEach(s -> productIds.add(s.productId())));
        Map<Key, Held> known = known(connection, productIds);
        var hold = new ArrayList<Held>();
        var release = new ArrayList<Held>();
        byGeneration.forEach(
                (generation, standings) -> {
                    for (Standing standing : standings) {
                        Key key =
                                new Key(
                                        generation.projection(),
                                        generation.number(),
                                        standing.productId());
                        Held before = known.get(key);
                        if (before != null
                                && standing.version() >= before.seen()
                                && !standing.isHeldBack()) {
                            release.add(before);
                        } else if (before != null || standing.isHeldBack()) {
                            hold.add(held(key, standing, before, now));
                        }
                    }
                });
        hold.removeIf(held -> held.equals(known.get(held.key)));
        write(connection, hold, release);
        for (Held held : hold) {
            Held before = known.get(held.key);
            if (before == null || before.expected != held.expected) {
                log(held);
            }
        }
    }

    private static Held held(Key key, Standing standing, @Nullable Held before, Instant now) {
        long expected = standing.version() + 1;
        String reason = standing.reason();
        if (reason == null) {
            reason =
                    before != null && before.expected == expected
                            ? before.reason
                            : "event " + expected + " has not come in its turn";
        }
        return new Held(
                key,
                expected,
                before == null ? standing.seen() : Math.max(before.seen, standing.seen()),
                reason,
                before == null ? now : before.since);
    }

    private static Map<Key, Held> known(Connection connection, Collection<String> productIds)
            throws SQLException {
        try (var select = connection.prepareStatement(SELECT_HELD)) {
            new ColumnBinder(select).text(productIds, id -> id);
            var known = new HashMap<Key, Held>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Held held =
                            new Held(
                                    new Key(row.getString(1), row.getLong(2), row.getString(3)),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getString(6),
                                    row.getObject(7, OffsetDateTime.class).toInstant());
                    known.put(held.key, held);
                }
            }
            return known;
        }
    }

    private static void write(Connection connection, List<Held> hold, List<Held> release)
            throws SQLException {
        hold.sort(ORDER);
        if (!hold.isEmpty()) {
            try (var insert = connection.prepareStatement(HOLD)) {
                new ColumnBinder(insert)
                        .text(hold, held -> held.key.projection)
                        .whole(hold, held -> held.key.generation)
                        .text(hold, held -> held.key.productId)
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
                        .text(release, held -> held.key.projection)
                        .whole(release, held -> held.key.generation)
                        .text(release, held -> held.key.productId);
                delete.executeUpdate();
            }
            release.forEach(
                    held ->
                            LOG.info(
                                    "Read model {} follows product '{}' again",
                                    held.key.projection,
                                    held.key.productId));
        }
    }

    private static void log(Held held) {
        LOG.warn(
                "Read model {} holds back product '{}' before event {}: {}. Publish the log again"
                        + " from that event on",
                held.key.projection,
                held.key.productId,
                held.expected,
                held.reason);
    }
}
