package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.GenerationTable;
import io.stockledger.query.generations.ProgressTable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of the replicas' own group: the whole batch for every current generation, and for a
 * generation that is being built the partitions in which it has caught up with the batch. From then
 * on it stays caught up in these partitions, so a rebuild finishes under load as well.
 *
 * <p>Once a read model has a generation of a later epoch, its other generations take no events.
 */
final class ServingInputSelector implements InputSelector {

    private final List<Projection> projections;

    ServingInputSelector(List<Projection> projections) {
        this.projections = List.copyOf(projections);
    }

    @Override
    public List<ProjectionInput> inputs(Connection connection, TopicBatch batch, String topicId)
            throws SQLException {
        List<Generation> projected = GenerationTable.projectedWithLock(connection);
        var inputs = new ArrayList<ProjectionInput>();
        for (Projection projection : projections) {
            List<Generation> generations = ofProjection(projection, projected);
            int newestEpoch =
                    generations.stream().mapToInt(Generation::epochNumber).max().orElse(1);
            for (Generation generation : generations) {
                TopicBatch part =
                        generation.state() == State.BUILDING
                                ? caughtUpPart(connection, generation, batch, topicId)
                                : batch;
                if (!part.ranges().isEmpty()) {
                    inputs.add(
                            ProjectionInput.of(
                                    projection,
                                    generation,
                                    generation.epochNumber() < newestEpoch
                                            ? part.withoutEvents()
                                            : part.ofEpochOf(generation)));
                }
            }
        }
        return inputs;
    }

    /** The batch in those partitions of which the generation has received all earlier records. */
    private static TopicBatch caughtUpPart(
            Connection connection, Generation generation, TopicBatch batch, String topicId)
            throws SQLException {
        Map<Integer, Long> nextOffsets =
                ProgressTable.nextOffsets(connection, List.of(generation), topicId);
        Set<Integer> caughtUp = new HashSet<>();
        for (var range : batch.ranges()) {
            Long next = nextOffsets.get(range.partition());
            if (next != null && next >= range.firstOffset()) {
                caughtUp.add(range.partition());
            }
        }
        return batch.ofPartitions(caughtUp);
    }

    @Override
    public Map<Integer, Long> nextOffsets(Connection connection, String topicId)
            throws SQLException {
        List<Generation> projected = GenerationTable.projected(connection);
        List<Generation> serving =
                projections.stream()
                        .flatMap(projection -> ofProjection(projection, projected).stream())
                        .filter(generation -> generation.state() == State.SERVING)
                        .toList();
        return ProgressTable.nextOffsets(connection, serving, topicId);
    }

    private static List<Generation> ofProjection(
            Projection projection, List<Generation> generations) {
        return generations.stream().filter(each -> each.isOf(projection)).toList();
    }
}
