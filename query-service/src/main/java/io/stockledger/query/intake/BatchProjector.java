package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.changes.ChangeLog;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.intake.SequenceGuard.Standing;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import javax.sql.DataSource;

/**
 * Projects one batch into every read model in one transaction. Repeating a batch, cutting it
 * elsewhere, or projecting it twice at once changes nothing. Thread-safe.
 */
public final class BatchProjector {

    /** The one generation of every read model that there is. */
    public static final int GENERATION = 1;

    private final DataSource dataSource;
    private final List<Projection> projections;
    private final Clock clock;
    private final HeldProducts heldProducts = new HeldProducts(GENERATION);
    private final ProgressTable progress = new ProgressTable(GENERATION);
    private final ChangeLog changes = new ChangeLog();

    public BatchProjector(DataSource dataSource, List<Projection> projections, Clock clock) {
        this.dataSource = dataSource;
        this.projections = List.copyOf(projections);
        this.clock = clock;
    }

    /**
     * Takes a poll's records in, all of them or nothing.
     *
     * @param topicId the id that the broker gave the topic, so that offsets of another topic of the
     *     same name are not taken for this one's
     * @return how many events were applied, by read model
     * @throws SQLException where the database failed: the same batch can be projected again
     */
    public Map<String, Integer> project(
            List<ConsumerRecord<byte[], byte[]>> records, String topicId) throws SQLException {
        return project(RecordReader.read(records), topicId);
    }

    Map<String, Integer> project(EventBatch batch, String topicId) throws SQLException {
        try {
            return inTransaction(batch, topicId, this::together);
        } catch (SQLException e) {
            if (!isDataRefused(e)) {
                throw e;
            }
            return inTransaction(batch, topicId, this::oneByOne);
        }
    }

    private Map<String, Integer> inTransaction(EventBatch batch, String topicId, Step step)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var arrivals = firstTimeOnly(connection, batch, topicId);
                Map<String, Collection<Standing>> standings = step.project(connection, arrivals);
                heldProducts.settle(connection, standings, clock.instant());
                progress.advance(
                        connection,
                        projections.stream().map(Projection::name).sorted().toList(),
                        topicId,
                        batch.ends(),
                        clock.instant());
                changes.changed(connection, changed(standings));
                connection.commit();
                return applied(standings);
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /**
     * The batch without unreadable records that have been taken in before: unlike events they may
     * have no number to know them by, and would hold a product back that has long gone on.
     */
    private SortedMap<String, List<Arrival>> firstTimeOnly(
            Connection connection, EventBatch batch, String topicId) throws SQLException {
        boolean allReadable =
                batch.arrivals().values().stream()
                        .flatMap(List::stream)
                        .noneMatch(Arrival.Unreadable.class::isInstance);
        if (allReadable) {
            return batch.arrivals();
        }
        Map<Integer, Long> nextOffsets = progress.nextOffsets(connection, topicId);
        var left = new TreeMap<String, List<Arrival>>();
        batch.arrivals()
                .forEach(
                        (productId, arrivals) ->
                                left.put(
                                        productId,
                                        arrivals.stream()
                                                .filter(a -> isNew(a, nextOffsets))
                                                .toList()));
        return left;
    }

    private static boolean isNew(Arrival arrival, Map<Integer, Long> nextOffsets) {
        return !(arrival instanceof Arrival.Unreadable unreadable)
                || unreadable.offset() >= nextOffsets.getOrDefault(unreadable.partition(), 0L);
    }

    private Map<String, Collection<Standing>> together(
            Connection connection, SortedMap<String, List<Arrival>> arrivals) throws SQLException {
        var events = events(arrivals);
        var standings = new LinkedHashMap<String, Collection<Standing>>();
        for (Projection projection : projections) {
            Pass pass = projection.open(connection, events);
            var ofProjection = new ArrayList<Standing>(arrivals.size());
            arrivals.forEach(
                    (productId, ofProduct) ->
                            ofProjection.add(SequenceGuard.admit(productId, ofProduct, pass)));
            pass.write();
            standings.put(projection.name(), ofProjection);
        }
        return standings;
    }

    /** The slow way, after the database refused a value: it costs its product only. */
    private Map<String, Collection<Standing>> oneByOne(
            Connection connection, SortedMap<String, List<Arrival>> arrivals) throws SQLException {
        var standings = new LinkedHashMap<String, Collection<Standing>>();
        for (var product : arrivals.entrySet()) {
            var single = new TreeMap<>(Map.of(product.getKey(), product.getValue()));
            Savepoint before = connection.setSavepoint();
            Map<String, Collection<Standing>> ofProduct;
            try {
                ofProduct = together(connection, single);
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                if (!isDataRefused(e)) {
                    throw e;
                }
                connection.rollback(before);
                ofProduct = refused(connection, single, e);
            }
            ofProduct.forEach(
                    (projection, standing) ->
                            standings
                                    .computeIfAbsent(projection, _ -> new ArrayList<>())
                                    .addAll(standing));
        }
        return standings;
    }

    /** How the product stands if none of its events is let through. */
    private Map<String, Collection<Standing>> refused(
            Connection connection, SortedMap<String, List<Arrival>> single, SQLException cause)
            throws SQLException {
        String refusal = "cannot be stored: SQLSTATE " + cause.getSQLState();
        var standings = new LinkedHashMap<String, Collection<Standing>>();
        for (Projection projection : projections) {
            Pass pass = projection.open(connection, events(single));
            var ofProjection = new ArrayList<Standing>();
            single.forEach(
                    (productId, ofProduct) ->
                            ofProjection.add(
                                    SequenceGuard.admit(
                                            productId,
                                            ofProduct,
                                            new RefusingPass(pass, refusal))));
            pass.write();
            standings.put(projection.name(), ofProjection);
        }
        return standings;
    }

    private static SortedMap<String, List<EventEnvelope>> events(
            SortedMap<String, List<Arrival>> arrivals) {
        var events = new TreeMap<String, List<EventEnvelope>>();
        arrivals.forEach(
                (productId, ofProduct) -> {
                    var readable = new ArrayList<EventEnvelope>(ofProduct.size());
                    for (Arrival arrival : ofProduct) {
                        if (arrival instanceof Arrival.Understood(EventEnvelope event)) {
                            readable.add(event);
                        }
                    }
                    events.put(productId, readable);
                });
        return events;
    }

    /**
     * The products of which any read model has taken an event in, since an answer may show several;
     * with their version in the first one.
     */
    private static Map<String, Long> changed(Map<String, Collection<Standing>> standings) {
        var changed = new TreeSet<String>();
        standings
                .values()
                .forEach(
                        ofProjection ->
                                ofProjection.stream()
                                        .filter(standing -> standing.applied() > 0)
                                        .forEach(standing -> changed.add(standing.productId())));
        var versions = new TreeMap<String, Long>();
        for (Standing standing : standings.values().stream().findFirst().orElse(List.of())) {
            if (changed.contains(standing.productId())) {
                versions.put(standing.productId(), standing.version());
            }
        }
        return versions;
    }

    private static Map<String, Integer> applied(Map<String, Collection<Standing>> standings) {
        var applied = new LinkedHashMap<String, Integer>();
        standings.forEach(
                (projection, ofProjection) ->
                        applied.put(
                                projection,
                                ofProjection.stream().mapToInt(Standing::applied).sum()));
        return applied;
    }

    /**
     * Whether the database refused a value, as opposed to failing: data exceptions (22), broken
     * constraints (23), and limits such as an index row's size (54).
     */
    private static boolean isDataRefused(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    @FunctionalInterface
    private interface Step {
        Map<String, Collection<Standing>> project(
                Connection connection, SortedMap<String, List<Arrival>> arrivals)
                throws SQLException;
    }

    private record RefusingPass(Pass pass, String refusal) implements Pass {
        @Override
        public long versionOf(String productId) {
            return pass.versionOf(productId);
        }

        @Override
        public void apply(EventEnvelope event) {
            throw new IllegalStateException(refusal);
        }

        @Override
        public void write() throws SQLException {
            pass.write();
        }
    }
}
