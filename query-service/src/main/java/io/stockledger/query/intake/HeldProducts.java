package io.stockledger.query.intake;

import io.stockledger.query.generations.GenerationId;
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
 * The table {@code held_products}: the products whose next event is missing, unreadable or
 * impossible, by generation, each with the reason and the time since when it is held. A product is
 * released once its version has reached the highest sequence number that was received. The rows of
 * a product are changed only while its row in the read model is locked.
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

    private record Key(GenerationId generation, String productId) {

        String projection() {
            return generation.projection();
        }

        long number() {
            return generation.number();
        }
    }

    private record HeldProduct(
            Key key, long expected, long highestSeen, String reason, Instant since) {}

    /** The order in which all transactions lock the rows. */
    private static final Comparator<HeldProduct> LOCK_ORDER =
            Comparator.comparing((HeldProduct held) -> held.key.projection())
                    .thenComparingLong(held -> held.key.number())
                    .thenComparing(held -> held.key.productId);

    private HeldProducts() {}

    /** Holds, keeps or releases the products of a batch, whose rows the caller has locked. */
    static void update(Connection connection, BatchOutcome outcome, Instant now)
            throws SQLException {
        Map<Key, HeldProduct> stored = stored(connection, productIds(outcome));
        var held = new ArrayList<HeldProduct>();
        var released = new ArrayList<HeldProduct>();
        outcome.forEach(
                (generation, products) -> {
                    for (ProductOutcome product : products) {
                        Key key = new Key(generation.id(), product.productId());
                        HeldProduct before = stored.get(key);
                        if (before == null) {
                            if (product.isHeld()) {
                                held.add(held(key, product, null, now));
                            }
                        } else if (product.isHeld() || product.version() < before.highestSeen) {
                            held.add(held(key, product, before, now));
                        } else {
                            released.add(before);
                        }
                    }
                });
        held.removeIf(each -> each.equals(stored.get(each.key)));
        hold(connection, held, stored);
        release(connection, released);
    }

    private static Collection<String> productIds(BatchOutcome outcome) {
        var productIds = new TreeSet<String>();
        outcome.forEach(
                (_, products) -> products.forEach(product -> productIds.add(product.productId())));
        return productIds;
    }

    private static HeldProduct held(
            Key key, ProductOutcome product, @Nullable HeldProduct before, Instant now) {
        long expected = product.version() + 1;
        String reason = product.reason();
        if (reason == null) {
            reason =
                    before != null && before.expected == expected
                            ? before.reason
                            : "event " + expected + " is missing";
        }
        return new HeldProduct(
                key,
                expected,
                before == null
                        ? product.highestSeen()
                        : Math.max(before.highestSeen, product.highestSeen()),
                reason,
                before == null ? now : before.since);
    }

    private static Map<Key, HeldProduct> stored(
            Connection connection, Collection<String> productIds) throws SQLException {
        try (var select = connection.prepareStatement(SELECT_HELD)) {
            new ColumnBinder(select).text(productIds, id -> id);
            var stored = new HashMap<Key, HeldProduct>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    var generation = new GenerationId(row.getString(1), row.getInt(2));
                    var held =
                            new HeldProduct(
                                    new Key(generation, row.getString(3)),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getString(6),
                                    row.getObject(7, OffsetDateTime.class).toInstant());
                    stored.put(held.key, held);
                }
            }
            return stored;
        }
    }

    private static void hold(
            Connection connection, List<HeldProduct> held, Map<Key, HeldProduct> stored)
            throws SQLException {
        if (held.isEmpty()) {
            return;
        }
        held.sort(LOCK_ORDER);
        try (var insert = connection.prepareStatement(HOLD)) {
            new ColumnBinder(insert)
                    .text(held, each -> each.key.projection())
                    .whole(held, each -> each.key.number())
                    .text(held, each -> each.key.productId)
                    .whole(held, HeldProduct::expected)
                    .whole(held, HeldProduct::highestSeen)
                    .text(held, HeldProduct::reason)
                    .instants(held, HeldProduct::since);
            insert.executeUpdate();
        }
        for (HeldProduct each : held) {
            HeldProduct before = stored.get(each.key);
            if (before == null || before.expected != each.expected) {
                LOG.warn(
                        "Read model {} holds product '{}' before event {}: {}. Publish the log"
                                + " again from that event on",
                        each.key.projection(),
                        each.key.productId,
                        each.expected,
                        each.reason);
            }
        }
    }

    private static void release(Connection connection, List<HeldProduct> released)
            throws SQLException {
        if (released.isEmpty()) {
            return;
        }
        try (var delete = connection.prepareStatement(RELEASE)) {
            new ColumnBinder(delete)
                    .text(released, each -> each.key.projection())
                    .whole(released, each -> each.key.number())
                    .text(released, each -> each.key.productId);
            delete.executeUpdate();
        }
        for (HeldProduct each : released) {
            LOG.info(
                    "Read model {} no longer holds product '{}': its missing events are applied",
                    each.key.projection(),
                    each.key.productId);
        }
    }
}
