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
 * Lets a consumer group without committed offsets, such as that of a new release, start from the
 * progress in the database instead of the beginning of the topic. This only saves time: records
 * that are received again change nothing.
 */
final class StartOffsetListener implements ConsumerAwareRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(StartOffsetListener.class);

    private final BatchProjector projector;
    private final String topicId;

    StartOffsetListener(BatchProjector projector, String topicId) {
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
            LOG.warn(
                    "Stored offsets unavailable: {}. Consuming from the beginning of the topic",
                    e.getMessage());
        }
    }
}
