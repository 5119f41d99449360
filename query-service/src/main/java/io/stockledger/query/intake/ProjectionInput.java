package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.intake.TopicBatch.PartitionEnd;

import java.util.List;
import java.util.SortedMap;

/**
 * What one generation takes of a batch.
 *
 * @param arrivals by product id
 * @param ends how far that brings the generation in each partition
 */
public record ProjectionInput(
        Projection projection,
        Generation generation,
        SortedMap<String, List<ReceivedRecord>> arrivals,
        List<PartitionEnd> ends) {

    ProjectionInput with(SortedMap<String, List<ReceivedRecord>> others) {
        return new ProjectionInput(projection, generation, others, ends);
    }
}
