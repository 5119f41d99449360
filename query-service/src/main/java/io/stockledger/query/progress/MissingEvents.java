package io.stockledger.query.progress;

import io.stockledger.events.RepairRequest;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.GenerationDetails;
import io.stockledger.query.generations.PartitionProgress;
import io.stockledger.query.progress.ProgressSnapshot.HeldProduct;
import io.stockledger.query.progress.TopicState.ExistingTopic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Finds the events that generations have not received although later ones were, or although the
 * topic has been received to its end.
 */
final class MissingEvents {

    private MissingEvents() {}

    /** The partition or the product whose events are missing. */
    sealed interface Key {

        record Partition(int number) implements Key {}

        record Product(String productId) implements Key {}
    }

    /**
     * Evaluates one observation. Products are named only while no partition has a gap, since their
     * events are then published again with those of the partition.
     *
     * @param newest the newest heartbeat, received before the topic was observed
     * @param topic the topic, observed before the tables were read
     * @return the requests for the missing events; empty if none is missing, and while the log is
     *     halted or the heartbeat is not about this topic
     */
    static Map<Key, RepairRequest> find(
            ProgressSnapshot snapshot, ReceivedHeartbeat newest, ExistingTopic topic) {
        List<Generation> concerned =
                snapshot.generations().stream()
                        .map(GenerationDetails::generation)
                        .filter(generation -> generation.state() != Generation.State.DROPPING)
                        .filter(generation -> newest.concerns(generation, topic.topicId()))
                        .toList();
        if (newest.heartbeat().halted() != null) {
            return Map.of();
        }
        Map<Key, RepairRequest> missing = ofPartitions(concerned, snapshot, newest, topic);
        return missing.isEmpty() ? ofProducts(concerned, snapshot, newest) : missing;
    }

    private static Map<Key, RepairRequest> ofPartitions(
            List<Generation> generations,
            ProgressSnapshot snapshot,
            ReceivedHeartbeat newest,
            ExistingTopic topic) {
        var afterPositions = new TreeMap<Integer, Long>();
        for (Generation generation : generations) {
            Map<Integer, PartitionProgress> partitions = snapshot.partitionsOf(generation.id());
            topic.endOffsets()
                    .forEach(
                            (number, endOffset) -> {
                                PartitionProgress progress =
                                        partitions.getOrDefault(
                                                number,
                                                new PartitionProgress(number, 0, 0, 0, null));
                                if (progress.hasGap()
                                        || isLastMissing(progress, endOffset, newest)) {
                                    afterPositions.merge(
                                            number, progress.completePosition(), Math::min);
                                }
                            });
        }
        UUID epoch = newest.heartbeat().epoch().id();
        var requests = new LinkedHashMap<Key, RepairRequest>();
        afterPositions.forEach(
                (number, after) ->
                        requests.put(
                                new Key.Partition(number),
                                new RepairRequest.OfPartition(
                                        epoch, topic.topicId(), number, after)));
        return requests;
    }

    private static boolean isLastMissing(
            PartitionProgress progress, long endOffset, ReceivedHeartbeat newest) {
        List<Long> last = newest.heartbeat().lastPositions();
        return progress.partition() < last.size()
                && progress.completePosition() < last.get(progress.partition())
                && progress.nextOffset() >= endOffset;
    }

    private static Map<Key, RepairRequest> ofProducts(
            List<Generation> generations, ProgressSnapshot snapshot, ReceivedHeartbeat newest) {
        var fromNumbers = new TreeMap<String, Long>();
        for (Generation generation : generations) {
            for (HeldProduct held : snapshot.heldBy(generation.id()).first()) {
                if (held.isMissing()) {
                    fromNumbers.merge(held.productId(), held.expectedSequenceNumber(), Math::min);
                }
            }
        }
        UUID epoch = newest.heartbeat().epoch().id();
        var requests = new LinkedHashMap<Key, RepairRequest>();
        fromNumbers.forEach(
                (productId, from) ->
                        requests.put(
                                new Key.Product(productId),
                                new RepairRequest.OfProduct(epoch, productId, from)));
        return requests;
    }
}
