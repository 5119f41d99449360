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
 * Lets each consumer continue from the progress in the database, unless the offset that the group
 * has committed is lower. A group without committed offsets, such as that of a new release, then
 * need not read the topic from its beginning. A database that was restored or replaced, and a topic
 * that was created again, are behind the committed offsets and are read from where they are.
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
        try {
            Map<Integer, Long> nextOffsets = projector.nextOffsets(topicId);
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata of = committed.get(partition);
                long next = nextOffsets.getOrDefault(partition.partition(), 0L);
                if (of == null ? next > 0 : of.offset() > next) {
                    consumer.seek(partition, next);
                }
            }
        } catch (SQLException e) {
            LOG.warn(
                    "Stored offsets unavailable: {}. Consuming from the committed offsets, or from"
                            + " the beginning of the topic",
                    e.getMessage());
        }
    }
}
