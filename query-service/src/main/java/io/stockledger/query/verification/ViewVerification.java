package io.stockledger.query.verification;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.verification.ContradictionException;
import io.stockledger.verification.Differences;
import io.stockledger.verification.ProductModel;
import io.stockledger.verification.readmodels.ProductComparison;
import io.stockledger.verification.readmodels.ProductOrder;
import io.stockledger.verification.readmodels.ServingGenerations;
import io.stockledger.verification.readmodels.UnservedReadModelException;
import io.stockledger.verification.readmodels.ViewRows;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import javax.sql.DataSource;

/**
 * Verifies the rows of the serving generations, one slice of products after the other, round after
 * round. The events of a product are those in {@code movements}; each row of every read model has
 * to be equal to their fold at its version. A product with a difference is verified again in every
 * pass, so that the difference goes away soon after a rebuild. A product whose events break a rule
 * of the stock is compared up to that event: its rows may be right, and the log is not. {@link
 * #verifyOnce} is for one thread; {@link #status} may be called by any.
 *
 * <p>It does not see an event that no read model has received: the chain of positions in the topic
 * and {@code ./stockledger verify} do.
 */
public final class ViewVerification {

    private static final Logger LOG = LoggerFactory.getLogger(ViewVerification.class);

    private static final String SLICE =
            """
            SELECT product_id, version
            FROM {movements}.movement_heads
            WHERE product_id > ? COLLATE "C"
            ORDER BY product_id
            LIMIT ?
            """;

    /** No id lies between another one and the same one with this character at its end. */
    private static final char FIRST_CHARACTER = 1;

    private final DataSource dataSource;
    private final int productsMax;
    private final int eventsMax;
    private final Clock clock;

    /** The differences of each product at its last verification. */
    private final TreeMap<String, List<String>> differences = new TreeMap<>();

    /** The products whose events break a rule. */
    private final Set<String> unverifiable = new HashSet<>();

    private String after = "";
    private volatile VerificationStatus status = VerificationStatus.NONE;

    /**
     * The next products of the round.
     *
     * @param last the last of them; empty if the slice has no products
     * @param isEnd whether it ends the round
     */
    private record Slice(String last, boolean isEnd) {}

    /**
     * @param productsMax the number of products in one pass
     * @param eventsMax a pass ends at the product with which it has folded more events than this
     */
    public ViewVerification(DataSource dataSource, int productsMax, int eventsMax, Clock clock) {
        this.dataSource = dataSource;
        this.productsMax = productsMax;
        this.eventsMax = eventsMax;
        this.clock = clock;
    }

    /** The result of the passes so far. */
    public VerificationStatus status() {
        return status;
    }

    /**
     * Verifies the products that had a difference, and the next slice.
     *
     * @throws IllegalStateException if the database fails
     */
    public void verifyOnce() {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try {
                verifyOnce(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setReadOnly(false);
            }
        } catch (UnservedReadModelException e) {
            LOG.debug("Nothing is verified yet", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the read models were not verified", e);
        }
    }

    private void verifyOnce(Connection connection) throws SQLException {
        ServingGenerations serving = ServingGenerations.read(connection);
        for (String productId : List.copyOf(differences.keySet())) {
            verify(connection, serving, productId, productId);
        }
        Slice slice = next(connection, serving);
        Verified verified = new Verified(0, 0);
        if (!slice.last.isEmpty()) {
            verified = verify(connection, serving, after + FIRST_CHARACTER, slice.last);
        }
        after = slice.isEnd ? "" : slice.last;
        publish(verified, slice.isEnd ? clock.instant() : status.lastRoundAt());
    }

    private Slice next(Connection connection, ServingGenerations serving) throws SQLException {
        String last = "";
        int products = 0;
        long events = 0;
        try (PreparedStatement select = connection.prepareStatement(serving.qualified(SLICE))) {
            select.setString(1, after);
            select.setInt(2, productsMax);
            try (ResultSet row = select.executeQuery()) {
                while (events <= eventsMax && row.next()) {
                    last = row.getString(1);
                    events += row.getLong(2);
                    products++;
                }
            }
        }
        return new Slice(last, products < productsMax && events <= eventsMax);
    }

    private record Verified(long products, long events) {}

    private Verified verify(
            Connection connection, ServingGenerations serving, String first, String last)
            throws SQLException {
        var folded = new HashSet<String>();
        long events = 0;
        differences.keySet().removeIf(id -> isWithin(id, first, last));
        try (ViewRows views = ViewRows.open(connection, serving, first, last);
                MovementEvents movements = MovementEvents.open(connection, serving, first, last)) {
            ProductFold fold = null;
            EventEnvelope event = next(movements, fold);
            while (event != null) {
                if (fold == null || !fold.isOf(event)) {
                    fold = new ProductFold(event.aggregateId(), views, serving.alertsBelow());
                    folded.add(event.aggregateId());
                }
                fold.apply(event);
                events++;
                event = next(movements, fold);
            }
            views.compareLines();
            ProductComparison.reportRest(views, (check, text) -> add(last, check, text));
            for (String productId : views.productIds()) {
                if (!folded.contains(productId)) {
                    add(
                            productId,
                            "movements",
                            "'%s' has rows and no movement".formatted(productId));
                }
            }
        }
        return new Verified(folded.size(), events);
    }

    /** In the order of the database, which is that of the UTF-8 bytes. */
    private static boolean isWithin(String id, String first, String last) {
        return ProductOrder.compare(id, first) >= 0 && ProductOrder.compare(id, last) <= 0;
    }

    private @Nullable EventEnvelope next(MovementEvents movements, @Nullable ProductFold fold)
            throws SQLException {
        while (true) {
            try {
                return movements.next();
            } catch (UnreadableEventException e) {
                add(fold == null ? after : fold.model.productId(), "movements", e.getMessage());
            }
        }
    }

    private void add(String productId, String check, @Nullable String text) {
        differences.computeIfAbsent(productId, _ -> new ArrayList<>()).add(check + ": " + text);
    }

    private void publish(Verified verified, @Nullable Instant roundAt) {
        VerificationStatus before = status;
        List<String> all = differences.values().stream().flatMap(List::stream).toList();
        status =
                new VerificationStatus(
                        before.verifiedProducts() + verified.products,
                        before.verifiedEvents() + verified.events,
                        roundAt,
                        unverifiable.size(),
                        all.size(),
                        all.stream().limit(VerificationStatus.SHOWN_MAX).toList());
        if (before.isWhole() && !status.isWhole()) {
            LOG.error(
                    "The verification found {} differences between the read models and their"
                            + " events, for example {}; this replica is not ready. Rebuild the"
                            + " read model with POST /v1/projections/<name>/rebuild, and run"
                            + " ./stockledger verify",
                    status.differences(),
                    status.firstDifferences().getFirst());
        } else if (!before.isWhole() && status.isWhole()) {
            LOG.info("The verification finds no differences any more");
        }
    }

    /** The fold of one product, up to the first event that breaks a rule. */
    private final class ProductFold {

        private final ProductModel model;
        private final ProductComparison comparison;
        private boolean whole = true;

        ProductFold(String productId, ViewRows views, long alertsBelow) {
            this.model = new ProductModel(productId);
            Differences ofProduct = (check, text) -> add(productId, check, text);
            this.comparison = new ProductComparison(model, views, alertsBelow, ofProduct);
        }

        boolean isOf(EventEnvelope event) {
            return event.aggregateId().equals(model.productId());
        }

        void apply(EventEnvelope event) throws SQLException {
            if (!whole) {
                return;
            }
            try {
                model.apply(event);
                comparison.compareAfter(event);
            } catch (ContradictionException e) {
                whole = false;
                comparison.giveUp();
                if (unverifiable.add(model.productId())) {
                    LOG.warn(
                            "Product '{}' cannot be verified, because its event {} breaks a rule:"
                                    + " {}. Run ./stockledger verify",
                            model.productId(),
                            event.sequenceNumber(),
                            e.getMessage());
                }
            }
        }
    }
}
