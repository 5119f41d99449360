package io.stockledger.query.intake;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;

/**
 * Has a group that has committed nothing yet, such as that of a new release, begin where the tables
 * are, and not at the beginning of the topic. That only saves time: what is read once more is
 * dropped.
 */
final class StartOffsets implements ConsumerAwareRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);

    private final BatchProjector projector;
    private final String topicId;

    StartOffsets(BatchProjector projector, String topicId) {
        this.projector = projector;
        this.topicId = topicId;
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(new HashSet<>(partitions));
        if (partitions.stream().allMatch(partition -> committed.get(partition) != null)) {
            return;
        }
        try {
            Map<Integer, Long> nextOffsets = projector.nextOffsets(topicId);
            for (TopicPartition partition : partitions) {
                Long next = nextOffsets.get(partition.partition());
                if (committed.get(partition) == null && next != null) {
                    consumer.seek(partition, next);
                }
            }
        } catch (SQLException e) {
            LOG.warn("Consuming from the beginning, where it stood is unknown: {}", e.getMessage());
        }
    }
}
