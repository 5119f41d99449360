package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.GenerationTable;
import io.stockledger.query.generations.ProgressTable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What the group of a rebuild feeds: its one generation, as long as that is being built. */
final class RebuildInputSelector implements InputSelector {

    private final Projection projection;
    private final Generation building;

    RebuildInputSelector(Projection projection, Generation building) {
        this.projection = projection;
        this.building = building;
    }

    @Override
    public List<ProjectionInput> feeds(Connection connection, TopicBatch batch, String topicId)
            throws SQLException {
        return GenerationTable.heldPresent(connection).stream()
                .filter(generation -> generation.projection().equals(building.projection()))
                .filter(generation -> generation.number() == building.number())
                .filter(generation -> generation.state() == State.BUILDING)
                .map(g -> new ProjectionInput(projection, g, batch.arrivals(), batch.ends()))
                .toList();
    }

    @Override
    public Map<Integer, Long> nextOffsets(Connection connection, String topicId)
            throws SQLException {
        return ProgressTable.nextOffsets(connection, building, topicId);
    }
}
