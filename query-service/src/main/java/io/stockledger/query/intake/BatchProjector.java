package io.stockledger.query.intake;

import io.stockledger.query.changes.ChangeLog;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.PartitionAdvance;
import io.stockledger.query.generations.ProgressTable;
import io.stockledger.query.intake.BatchFold.SplitBatchException;
import io.stockledger.query.intake.DeadLetter.Place;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import javax.sql.DataSource;

/**
 * Projects one batch of records into the read models, in one database transaction. Thread-safe.
 *
 * <h2>Input</h2>
 *
 * The records of one poll. {@link RecordReader} parses each of them once and groups them by
 * product. An {@link InputSelector} then reads the states of the generations and selects the part
 * of the batch that each generation receives. The replicas' own consumer group projects into every
 * current generation of every read model; the group of a rebuild projects into the one generation
 * that is being built.
 *
 * <h2>Version guard</h2>
 *
 * Each {@link Projection} locks the rows of the batch's products, in the order of their ids. {@link
 * SequenceGuard} drops the events up to the version in the row, applies the next one in sequence,
 * and stops at a gap. Repeating a batch, splitting it in another way, or projecting it on two
 * replicas at the same time therefore changes nothing.
 *
 * <h2>Epochs</h2>
 *
 * A generation takes the records of its epoch of the event log. Records of another epoch, such as
 * those of the time before the log was restored, count as received and change nothing.
 *
 * <h2>Held products</h2>
 *
 * A product is held if its next event is missing, cannot be read or cannot be applied, or if two
 * different events had the number of its last event. {@link HeldProducts} stores the reason and how
 * complete the generation was, and the other products of the batch continue. The product is
 * released once its version has reached the highest sequence number that was received, or when the
 * dead letter is dismissed that holds it. A missing event arrives when the log is published again.
 *
 * <h2>Dead letters</h2>
 *
 * A record that cannot be read or applied, or that contradicts an applied event, is kept with its
 * cause by {@link DeadLetters}. A record whose letter was dismissed is treated as if it were not in
 * the topic, also by later rebuilds.
 *
 * <h2>One transaction</h2>
 *
 * The rows of all read models, the held products, the dead letters, the progress in each partition,
 * and the entry for the change feed are committed together. The entry for the change feed is
 * written last, because its lock orders all commits.
 *
 * <h2>When offsets are committed</h2>
 *
 * {@link KafkaIntake} commits the offsets to Kafka after the transaction, once a second and when
 * the replica gives up a partition. They may be older than the progress in the database, never
 * newer. A new consumer group starts from the progress in the database ({@link
 * StartOffsetListener}).
 *
 * <h2>On failure</h2>
 *
 * <ul>
 *   <li>The database refuses a value of an event, the code of a read model fails, or one read model
 *       applies an event that another one cannot apply: the transaction is rolled back, and the
 *       batch is projected product by product ({@link BatchFold#productByProduct}). Only the
 *       product of that value is held.
 *   <li>The database fails, is unreachable, or reports a deadlock: the transaction is rolled back,
 *       and {@link KafkaIntake} repeats the whole batch until it succeeds. No record is skipped.
 *   <li>The replica dies before the commit: nothing is stored, and another replica receives the
 *       same records.
 *   <li>The replica dies between the commit and the commit of the offsets: the records are received
 *       again, and the version guard drops them.
 * </ul>
 */
public final class BatchProjector {

    private static final Logger LOG = LoggerFactory.getLogger(BatchProjector.class);

    private final DataSource dataSource;
    private final InputSelector selector;
    private final Clock clock;
    private final DeadLetters letters;
    private final ChangeLog changes = new ChangeLog();

    private BatchProjector(
            DataSource dataSource, InputSelector selector, Clock clock, DeadLetters letters) {
        this.dataSource = dataSource;
        this.selector = selector;
        this.clock = clock;
        this.letters = letters;
    }

    /**
     * The projector of the replicas' own group. It projects into every current generation of the
     * read models, and also into generations that are being built, in the partitions where they
     * have caught up.
     */
    public BatchProjector(
            DataSource dataSource, List<Projection> projections, Clock clock, DeadLetters letters) {
        this(dataSource, new ServingInputSelector(projections), clock, letters);
    }

    /** The projector of a rebuild's group. It projects into one generation while that is built. */
    public static BatchProjector rebuilding(
            DataSource dataSource,
            Projection projection,
            Generation generation,
            Clock clock,
            DeadLetters letters) {
        return new BatchProjector(
                dataSource, new RebuildInputSelector(projection, generation), clock, letters);
    }

    /**
     * The offset from which a group without committed offsets has to read, by partition.
     *
     * @throws SQLException if the database fails
     */
    Map<Integer, Long> nextOffsets(String topicId) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return selector.nextOffsets(connection, topicId);
        }
    }

    /**
     * Projects the records of a poll, all of them or none.
     *
     * @param topicId the id that the broker gave the topic; progress in another topic with the same
     *     name is ignored
     * @return the number of events that were applied, by read model
     * @throws SQLException if the database fails; the same batch can be projected again
     */
    public Map<String, Integer> project(
            List<ConsumerRecord<byte[], byte[]>> records, String topicId) throws SQLException {
        return project(RecordReader.read(records), topicId);
    }

    Map<String, Integer> project(TopicBatch batch, String topicId) throws SQLException {
        return outcome(batch, topicId).appliedEvents();
    }

    /** Projects a batch and returns what became of each product. */
    BatchOutcome outcome(TopicBatch batch, String topicId) throws SQLException {
        try {
            return withFallback(batch, topicId);
        } catch (DismissedRecordsException e) {
            return withFallback(batch.without(e.places), topicId);
        }
    }

    private BatchOutcome withFallback(TopicBatch batch, String topicId) throws SQLException {
        try {
            return inTransaction(batch, topicId, BatchFold::togetherUnlessSplit);
        } catch (SQLException e) {
            if (!BatchFold.isDataRefused(e)) {
                throw e;
            }
        } catch (DismissedRecordsException e) {
            throw e;
        } catch (SplitBatchException e) {
            LOG.debug("A batch is projected product by product, because {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("A batch failed and is projected product by product", e);
        }
        return inTransaction(batch, topicId, BatchFold::productByProduct);
    }

    private BatchOutcome inTransaction(TopicBatch batch, String topicId, Fold fold)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<ProjectionInput> inputs = inputs(connection, batch, topicId);
                BatchOutcome outcome = fold.fold(connection, inputs);
                Instant now = clock.instant();
                keepLetters(connection, batch, topicId, outcome, now);
                Set<String> heldOrReleased = HeldProducts.update(connection, outcome, now);
                ProgressTable.advance(connection, progress(inputs), topicId, now);
                changes.changed(connection, outcome.changedVersions(heldOrReleased));
                connection.commit();
                return outcome;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private void keepLetters(
            Connection connection,
            TopicBatch batch,
            String topicId,
            BatchOutcome outcome,
            Instant now)
            throws SQLException {
        var found = new TreeMap<Place, DeadLetter>();
        batch.letters().forEach(letter -> found.put(letter.place(), letter));
        for (ProductOutcome product : outcome.products()) {
            product.letters().forEach(letter -> found.putIfAbsent(letter.place(), letter));
        }
        if (found.isEmpty()) {
            return;
        }
        Set<Place> dismissed = DeadLetters.dismissed(connection, topicId, found.keySet());
        if (!dismissed.isEmpty()) {
            throw new DismissedRecordsException(dismissed);
        }
        letters.keep(connection, topicId, found.values(), now);
    }

    private List<ProjectionInput> inputs(Connection connection, TopicBatch batch, String topicId)
            throws SQLException {
        List<ProjectionInput> inputs = selector.inputs(connection, batch, topicId);
        if (batch.products().isEveryRecordReadable()) {
            return inputs;
        }
        var filtered = new ArrayList<ProjectionInput>(inputs.size());
        for (ProjectionInput input : inputs) {
            Map<Integer, Long> nextOffsets =
                    ProgressTable.nextOffsets(connection, List.of(input.generation()), topicId);
            filtered.add(input.withoutReceivedUnreadableRecords(nextOffsets));
        }
        return filtered;
    }

    private static Map<Generation, List<PartitionAdvance>> progress(List<ProjectionInput> inputs) {
        var progress = new LinkedHashMap<Generation, List<PartitionAdvance>>();
        inputs.forEach(input -> progress.put(input.generation(), input.progress()));
        return progress;
    }

    /** One of the two ways in which {@link BatchFold} folds the inputs of a transaction. */
    @FunctionalInterface
    private interface Fold {
        BatchOutcome fold(Connection connection, List<ProjectionInput> inputs) throws SQLException;
    }

    /** Dismissed records are in the batch, which is projected again without them. */
    private static final class DismissedRecordsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Set<Place> places;

        DismissedRecordsException(Set<Place> places) {
            super("the batch contains dismissed records", null, false, false);
            this.places = places;
        }
    }
}
