package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.GenerationTable;
import io.stockledger.query.generations.ProgressTable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The input of a rebuild's group: the whole batch for its generation while that is being built. */
final class RebuildInputSelector implements InputSelector {

    private final Projection projection;
    private final Generation building;

    RebuildInputSelector(Projection projection, Generation building) {
        this.projection = projection;
        this.building = building;
    }

    @Override
    public List<ProjectionInput> inputs(Connection connection, TopicBatch batch, String topicId)
            throws SQLException {
        return GenerationTable.projectedWithLock(connection).stream()
                .filter(generation -> generation.id().equals(building.id()))
                .filter(generation -> generation.state() == State.BUILDING)
                .map(
                        generation ->
                                ProjectionInput.of(
                                        projection, generation, batch.ofEpochOf(generation)))
                .toList();
    }

    @Override
    public Map<Integer, Long> nextOffsets(Connection connection, String topicId)
            throws SQLException {
        return ProgressTable.nextOffsets(connection, List.of(building), topicId);
    }
}
