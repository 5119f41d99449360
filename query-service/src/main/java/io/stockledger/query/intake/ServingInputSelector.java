package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.GenerationTable;
import io.stockledger.query.generations.ProgressTable;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the group of the replicas feeds: every generation that is as current as the serving one, and
 * of one that is being built those partitions in which it has caught up with the batch. From there
 * on it stays caught up in them, so that a rebuild comes to its end also under load.
 */
final class ServingInputSelector implements InputSelector {

    private final List<Projection> projections;

    ServingInputSelector(List<Projection> projections) {
        this.projections = List.copyOf(projections);
    }

    @Override
    public List<ProjectionInput> feeds(Connection connection, TopicBatch batch, String topicId)
            throws SQLException {
        List<Generation> present = GenerationTable.heldPresent(connection);
        var feeds = new ArrayList<ProjectionInput>();
        for (Projection projection : projections) {
            for (Generation generation : of(projection, present)) {
                if (generation.state().isCurrent()) {
                    feeds.add(feed(projection, generation, batch));
                } else if (generation.state() == State.BUILDING) {
                    TopicBatch part = caughtUpPart(connection, generation, batch, topicId);
                    if (!part.ends().isEmpty()) {
                        feeds.add(feed(projection, generation, part));
                    }
                }
            }
        }
        return feeds;
    }

    private static ProjectionInput feed(
            Projection projection, Generation generation, TopicBatch batch) {
        return new ProjectionInput(projection, generation, batch.arrivals(), batch.ends());
    }

    /** The batch in those partitions whose records before it the generation has all taken in. */
    private static TopicBatch caughtUpPart(
            Connection connection, Generation generation, TopicBatch batch, String topicId)
            throws SQLException {
        Map<Integer, Long> next = ProgressTable.nextOffsets(connection, generation, topicId);
        Set<Integer> caughtUp = new HashSet<>();
        for (var end : batch.ends()) {
            Long reached = next.get(end.partition());
            if (reached != null && reached >= end.firstOffset()) {
                caughtUp.add(end.partition());
            }
        }
        if (caughtUp.size() == batch.ends().size()) {
            return batch;
        }
        List<ConsumerRecord<byte[], byte[]>> records =
                batch.records().stream().filter(r -> caughtUp.contains(r.partition())).toList();
        return RecordReader.read(records);
    }

    @Override
    public Map<Integer, Long> nextOffsets(Connection connection, String topicId)
            throws SQLException {
        List<Generation> present = GenerationTable.present(connection);
        List<Generation> serving =
                projections.stream()
                        .flatMap(projection -> of(projection, present).stream())
                        .filter(generation -> generation.state() == State.SERVING)
                        .toList();
        return ProgressTable.nextOffsets(connection, serving, topicId);
    }

    private static List<Generation> of(Projection projection, List<Generation> present) {
        return present.stream()
                .filter(generation -> generation.projection().equals(projection.name()))
                .filter(generation -> generation.version() == projection.version())
                .toList();
    }
}
