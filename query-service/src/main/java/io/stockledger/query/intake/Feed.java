package io.stockledger.query.intake;

import io.stockledger.query.intake.EventBatch.PartitionEnd;

import java.util.List;
import java.util.SortedMap;

/**
 * What one generation takes of a batch.
 *
 * @param arrivals by product id
 * @param ends how far that brings the generation in each partition
 */
record Feed(
        Projection projection,
        Generation generation,
        SortedMap<String, List<Arrival>> arrivals,
        List<PartitionEnd> ends) {

    Feed with(SortedMap<String, List<Arrival>> others) {
        return new Feed(projection, generation, others, ends);
    }
}
