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
import java.util.Set;
import java.util.TreeSet;

/**
 * The table {@code held_products}: the products whose next event is missing, unreadable or
 * impossible, or whose last event is contradicted, by generation. Each row has the reason, the time
 * since when the product is held, and the completeness of the generation at that time, which is
 * that of every answer about the product. A product is released once its version has reached the
 * highest sequence number that was received, unless it is contradicted, and when the last of its
 * dead letters is dismissed and no event is missing. The rows of a product are changed only while
 * its row in the read model is locked, or while no batch runs.
 */
final class HeldProducts {

    private static final Logger LOG = LoggerFactory.getLogger(HeldProducts.class);

    private static final String SELECT_HELD =
            """
            SELECT projection, generation, product_id, expected_sequence_number,
                   seen_sequence_number, reason, since,
                   coalesce(announced_sequence_number, seen_sequence_number), contradicted
            FROM held_products
            WHERE product_id = ANY (?)
            """;

    private static final String HOLD =
            """
            INSERT INTO held_products (projection, generation, product_id,
                expected_sequence_number, seen_sequence_number, reason, since,
                announced_sequence_number, contradicted, position, complete_through)
            SELECT h.projection, h.generation, h.product_id, h.expected, h.seen, h.reason, h.since,
                   h.announced, h.contradicted > 0, p.position, p.complete_through
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS h (projection, generation, product_id, expected, seen, reason, since,
                      announced, contradicted)
            LEFT JOIN projections p
                ON p.projection = h.projection AND p.generation = h.generation
            ON CONFLICT (projection, generation, product_id) DO UPDATE SET
                expected_sequence_number = excluded.expected_sequence_number,
                seen_sequence_number = excluded.seen_sequence_number,
                reason = excluded.reason,
                announced_sequence_number = excluded.announced_sequence_number,
                contradicted = excluded.contradicted
            """;

    /** Products that are held only because of a dead letter are released. */
    private static final String RELEASE_WITHOUT_MISSING_EVENT =
            """
            DELETE FROM held_products
            WHERE product_id = ?
                AND coalesce(announced_sequence_number, seen_sequence_number)
                    < expected_sequence_number
            RETURNING projection, expected_sequence_number
            """;

    private static final String KEEP_FOR_MISSING_EVENT =
            """
            UPDATE held_products SET
                seen_sequence_number =
                    coalesce(announced_sequence_number, seen_sequence_number),
                contradicted = false,
                reason = 'event ' || expected_sequence_number || ' is missing'
            WHERE product_id = ?
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
            Key key,
            long expected,
            long highestSeen,
            String reason,
            Instant since,
            long announced,
            boolean contradicted) {}

    /** The order in which all transactions lock the rows. */
    private static final Comparator<HeldProduct> LOCK_ORDER =
            Comparator.comparing((HeldProduct held) -> held.key.projection())
                    .thenComparingLong(held -> held.key.number())
                    .thenComparing(held -> held.key.productId);

    private HeldProducts() {}

    /**
     * Holds, keeps or releases the products of a batch, whose rows the caller has locked.
     *
     * @return the products that are held from now on, or no longer
     */
    static Set<String> update(Connection connection, BatchOutcome outcome, Instant now)
            throws SQLException {
        Map<Key, HeldProduct> stored = stored(connection, productIds(outcome));
        var held = new ArrayList<HeldProduct>();
        var released = new ArrayList<HeldProduct>();
        outcome.forEach(
                (generation, products) -> {
                    for (ProductOutcome product : products) {
                        Key key = new Key(generation.id(), product.productId());
                        HeldProduct before = stored.get(key);
                        if (product.isHeld() || (before != null && keeps(before, product))) {
                            held.add(held(key, product, before, now));
                        } else if (before != null) {
                            released.add(before);
                        }
                    }
                });
        held.removeIf(each -> each.equals(stored.get(each.key)));
        hold(connection, held, stored);
        release(connection, released);
        var changed = new TreeSet<String>();
        held.stream()
                .filter(each -> !stored.containsKey(each.key))
                .forEach(each -> changed.add(each.key.productId));
        released.forEach(each -> changed.add(each.key.productId));
        return changed;
    }

    private static boolean keeps(HeldProduct before, ProductOutcome product) {
        return before.contradicted || product.version() < before.highestSeen;
    }

    /**
     * Releases a product whose last dead letter was dismissed, in the generations in which no event
     * of it is missing. The caller has locked the states of the generations, so no batch runs.
     *
     * @return the product with its version if it was released anywhere, otherwise empty
     */
    static Map<String, Long> releaseDismissed(Connection connection, String productId)
            throws SQLException {
        var released = new HashMap<String, Long>();
        try (var delete = connection.prepareStatement(RELEASE_WITHOUT_MISSING_EVENT)) {
            delete.setString(1, productId);
            try (ResultSet row = delete.executeQuery()) {
                while (row.next()) {
                    released.merge(productId, row.getLong(2) - 1, Math::max);
                    LOG.info(
                            "Read model {} no longer holds product '{}': its dead letter is"
                                    + " dismissed",
                            row.getString(1),
                            productId);
                }
            }
        }
        try (var update = connection.prepareStatement(KEEP_FOR_MISSING_EVENT)) {
            update.setString(1, productId);
            update.executeUpdate();
        }
        return released;
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
        String cause = storable(product.reason());
        long seen = Math.max(expected, product.highestSeen());
        if (before == null) {
            return new HeldProduct(
                    key,
                    expected,
                    seen,
                    cause == null ? missing(expected) : cause,
                    now,
                    product.announced(),
                    product.contradicted());
        }
        boolean contradicted = before.contradicted || product.contradicted();
        String lasting =
                before.contradicted || before.expected == expected
                        ? before.reason
                        : missing(expected);
        String reason = cause == null || before.contradicted ? lasting : cause;
        return new HeldProduct(
                key,
                expected,
                Math.max(before.highestSeen, seen),
                reason,
                before.since,
                Math.max(before.announced, product.announced()),
                contradicted);
    }

    /**
     * The reason without the character that Postgres refuses: it may contain values of an event.
     */
    private static @Nullable String storable(@Nullable String reason) {
        return reason == null ? null : reason.replace('\0', '\uFFFD');
    }

    private static String missing(long expected) {
        return "event " + expected + " is missing";
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
                                    row.getObject(7, OffsetDateTime.class).toInstant(),
                                    row.getLong(8),
                                    row.getBoolean(9));
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
                    .instants(held, HeldProduct::since)
                    .whole(held, HeldProduct::announced)
                    .whole(held, each -> each.contradicted ? 1L : 0L);
            insert.executeUpdate();
        }
        for (HeldProduct each : held) {
            HeldProduct before = stored.get(each.key);
            if (before == null || before.expected != each.expected) {
                LOG.warn(
                        "Read model {} holds product '{}' before event {}: {}. Its answers say so"
                                + " until the event, which is requested from the relay, is applied,"
                                + " or its dead letter is dismissed",
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
