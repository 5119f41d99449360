package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.changes.ChangeLog;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.GenerationTable;
import io.stockledger.query.generations.ProgressTable;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.intake.SequenceGuard.Standing;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

/**
 * Projects one batch into every read model in one transaction. Repeating a batch, cutting it
 * elsewhere, or projecting it twice at once changes nothing. Thread-safe.
 */
public final class BatchProjector {

    private final DataSource dataSource;
    private final InputSelector feeding;
    private final Clock clock;
    private final ChangeLog changes = new ChangeLog();

    private BatchProjector(DataSource dataSource, InputSelector feeding, Clock clock) {
        this.dataSource = dataSource;
        this.feeding = feeding;
        this.clock = clock;
    }

    /**
     * Projects into every generation of the read models that is as current as the serving one, and
     * into those that are being built as far as they have caught up.
     */
    public BatchProjector(DataSource dataSource, List<Projection> projections, Clock clock) {
        this(dataSource, new ServingInputSelector(projections), clock);
    }

    /** Projects into one generation, as long as it is being built. */
    public static BatchProjector rebuilding(
            DataSource dataSource, Projection projection, Generation generation, Clock clock) {
        return new BatchProjector(
                dataSource, new RebuildInputSelector(projection, generation), clock);
    }

    /**
     * From where on a group that has committed nothing yet has to read, by partition.
     *
     * @throws SQLException where the database failed
     */
    Map<Integer, Long> nextOffsets(String topicId) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return feeding.nextOffsets(connection, topicId);
        }
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

    Map<String, Integer> project(TopicBatch batch, String topicId) throws SQLException {
        try {
            return inTransaction(batch, topicId, this::together);
        } catch (SQLException e) {
            if (!isDataRefused(e)) {
                throw e;
            }
            return inTransaction(batch, topicId, this::oneByOne);
        }
    }

    private Map<String, Integer> inTransaction(TopicBatch batch, String topicId, Step step)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<ProjectionInput> feeds = firstTimeOnly(connection, batch, topicId);
                Map<Generation, Collection<Standing>> standings = step.project(connection, feeds);
                HeldProducts.settle(connection, standings, clock.instant());
                ProgressTable.advance(connection, feeds, topicId, clock.instant());
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
    private List<ProjectionInput> firstTimeOnly(
            Connection connection, TopicBatch batch, String topicId) throws SQLException {
        List<ProjectionInput> feeds = feeding.feeds(connection, batch, topicId);
        boolean allReadable =
                batch.arrivals().values().stream()
                        .flatMap(List::stream)
                        .noneMatch(ReceivedRecord.Unreadable.class::isInstance);
        if (allReadable) {
            return feeds;
        }
        var left = new ArrayList<ProjectionInput>(feeds.size());
        for (ProjectionInput feed : feeds) {
            Map<Integer, Long> nextOffsets =
                    ProgressTable.nextOffsets(connection, feed.generation(), topicId);
            var arrivals = new TreeMap<String, List<ReceivedRecord>>();
            feed.arrivals()
                    .forEach(
                            (productId, ofProduct) ->
                                    arrivals.put(
                                            productId,
                                            ofProduct.stream()
                                                    .filter(a -> isNew(a, nextOffsets))
                                                    .toList()));
            left.add(feed.with(arrivals));
        }
        return left;
    }

    private static boolean isNew(ReceivedRecord arrival, Map<Integer, Long> nextOffsets) {
        return !(arrival instanceof ReceivedRecord.Unreadable unreadable)
                || unreadable.offset() >= nextOffsets.getOrDefault(unreadable.partition(), 0L);
    }

    private Map<Generation, Collection<Standing>> together(
            Connection connection, List<ProjectionInput> feeds) throws SQLException {
        return project(connection, feeds, pass -> pass);
    }

    private static Map<Generation, Collection<Standing>> project(
            Connection connection, List<ProjectionInput> feeds, UnaryOperator<Pass> through)
            throws SQLException {
        var standings = new LinkedHashMap<Generation, Collection<Standing>>();
        // Most generations take the same: the whole batch.
        var eventsOf =
                new IdentityHashMap<
                        SortedMap<String, List<ReceivedRecord>>,
                        SortedMap<String, List<EventEnvelope>>>();
        for (ProjectionInput feed : feeds) {
            SortedMap<String, List<ReceivedRecord>> arrivals = feed.arrivals();
            var events = eventsOf.computeIfAbsent(arrivals, BatchProjector::events);
            GenerationTable.enter(connection, entered(feed, feeds));
            Pass pass = feed.projection().open(connection, events);
            Pass admitting = through.apply(pass);
            var ofGeneration = new ArrayList<Standing>(arrivals.size());
            arrivals.forEach(
                    (productId, ofProduct) ->
                            ofGeneration.add(SequenceGuard.admit(productId, ofProduct, admitting)));
            pass.write();
            standings.put(feed.generation(), ofGeneration);
        }
        return standings;
    }

    /**
     * The generations whose tables a feed may name: its own, and one of each other projection, so
     * that all feeds enter the same as long as each projection has one generation.
     */
    private static Collection<Generation> entered(
            ProjectionInput feed, List<ProjectionInput> feeds) {
        var entered = new LinkedHashMap<String, Generation>();
        for (ProjectionInput other : feeds) {
            entered.putIfAbsent(other.projection().name(), other.generation());
        }
        entered.put(feed.projection().name(), feed.generation());
        return entered.values();
    }

    /** The slow way, after the database refused a value: it costs its product only. */
    private Map<Generation, Collection<Standing>> oneByOne(
            Connection connection, List<ProjectionInput> feeds) throws SQLException {
        var productIds = new TreeSet<String>();
        feeds.forEach(feed -> productIds.addAll(feed.arrivals().keySet()));
        var standings = new LinkedHashMap<Generation, Collection<Standing>>();
        for (String productId : productIds) {
            List<ProjectionInput> single = single(feeds, productId);
            Savepoint before = connection.setSavepoint();
            Map<Generation, Collection<Standing>> ofProduct;
            try {
                ofProduct = together(connection, single);
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                if (!isDataRefused(e)) {
                    throw e;
                }
                connection.rollback(before);
                // How the product stands if none of its events is let through.
                String refusal = "cannot be stored: SQLSTATE " + e.getSQLState();
                ofProduct = project(connection, single, pass -> new RefusingPass(pass, refusal));
            }
            ofProduct.forEach(
                    (generation, standing) ->
                            standings
                                    .computeIfAbsent(generation, _ -> new ArrayList<>())
                                    .addAll(standing));
        }
        return standings;
    }

    private static List<ProjectionInput> single(List<ProjectionInput> feeds, String productId) {
        var single = new ArrayList<ProjectionInput>(feeds.size());
        for (ProjectionInput feed : feeds) {
            List<ReceivedRecord> arrivals = feed.arrivals().get(productId);
            if (arrivals != null) {
                single.add(feed.with(new TreeMap<>(Map.of(productId, arrivals))));
            }
        }
        return single;
    }

    private static SortedMap<String, List<EventEnvelope>> events(
            SortedMap<String, List<ReceivedRecord>> arrivals) {
        var events = new TreeMap<String, List<EventEnvelope>>();
        arrivals.forEach(
                (productId, ofProduct) -> {
                    var readable = new ArrayList<EventEnvelope>(ofProduct.size());
                    for (ReceivedRecord arrival : ofProduct) {
                        if (arrival instanceof ReceivedRecord.Understood(EventEnvelope event)) {
                            readable.add(event);
                        }
                    }
                    events.put(productId, readable);
                });
        return events;
    }

    /**
     * The products of which any generation that serves has taken an event in, since an answer may
     * show several read models; with their version in the first one.
     */
    private static Map<String, Long> changed(Map<Generation, Collection<Standing>> standings) {
        List<Collection<Standing>> serving =
                standings.entrySet().stream()
                        .filter(entry -> entry.getKey().state() == Generation.State.SERVING)
                        .map(Map.Entry::getValue)
                        .toList();
        if (serving.isEmpty()) {
            return Map.of();
        }
        var changed = new TreeSet<String>();
        serving.stream()
                .flatMap(Collection::stream)
                .filter(standing -> standing.applied() > 0)
                .forEach(standing -> changed.add(standing.productId()));
        var versions = new TreeMap<String, Long>();
        for (Standing standing : serving.getFirst()) {
            if (changed.contains(standing.productId())) {
                versions.put(standing.productId(), standing.version());
            }
        }
        return versions;
    }

    /** By read model; where several generations took part, the most that one of them applied. */
    private static Map<String, Integer> applied(Map<Generation, Collection<Standing>> standings) {
        var applied = new LinkedHashMap<String, Integer>();
        standings.forEach(
                (generation, ofGeneration) ->
                        applied.merge(
                                generation.projection(),
                                ofGeneration.stream().mapToInt(Standing::applied).sum(),
                                Math::max));
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
        Map<Generation, Collection<Standing>> project(
                Connection connection, List<ProjectionInput> feeds) throws SQLException;
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
