package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.ReceivedRecord.ReadableEvent;
import io.stockledger.query.intake.ReceivedRecord.UnreadableRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Parsed records by product id. Generations that take the same part of a batch share one instance.
 * Immutable.
 *
 * @param records the records of each product, in the order of the partition
 * @param events the readable events among them; the list of a product may be empty
 */
record ProductRecords(
        SortedMap<String, List<ReceivedRecord>> records,
        SortedMap<String, List<EventEnvelope>> events) {

    static ProductRecords of(SortedMap<String, List<ReceivedRecord>> records) {
        var events = new TreeMap<String, List<EventEnvelope>>();
        records.forEach((productId, ofProduct) -> events.put(productId, readable(ofProduct)));
        return new ProductRecords(records, events);
    }

    private static List<EventEnvelope> readable(List<ReceivedRecord> records) {
        var events = new ArrayList<EventEnvelope>(records.size());
        for (ReceivedRecord received : records) {
            if (received instanceof ReadableEvent readable) {
                events.add(readable.event());
            }
        }
        return events;
    }

    boolean isEveryRecordReadable() {
        return records.values().stream()
                .flatMap(List::stream)
                .noneMatch(UnreadableRecord.class::isInstance);
    }

    /** These records of one product. */
    static ProductRecords ofProduct(String productId, List<ReceivedRecord> records) {
        return of(new TreeMap<>(Map.of(productId, records)));
    }

    /** The same products with some of their records, possibly none. */
    ProductRecords filtered(Predicate<ReceivedRecord> kept) {
        var filtered = new TreeMap<String, List<ReceivedRecord>>();
        records.forEach(
                (productId, ofProduct) ->
                        filtered.put(productId, ofProduct.stream().filter(kept).toList()));
        return of(filtered);
    }
}
