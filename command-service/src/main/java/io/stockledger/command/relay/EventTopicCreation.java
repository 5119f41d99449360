package io.stockledger.command.relay;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Creates the topic if it does not exist. Its records are kept for ever and never compacted, since
 * they are the history.
 */
final class EventTopicCreation {

    private static final Logger LOG = LoggerFactory.getLogger(EventTopicCreation.class);
    private static final long ANSWER_TIMEOUT_MS = 10_000;

    private final Map<String, Object> adminConfig;
    private final TopicSettings settings;

    EventTopicCreation(Map<String, Object> adminConfig, TopicSettings settings) {
        this.adminConfig = adminConfig;
        this.settings = settings;
    }

    /** Creates the topic unless it exists. */
    void createIfAbsent() throws InterruptedException, ExecutionException, TimeoutException {
        NewTopic topic =
                new NewTopic(settings.name(), settings.partitions(), settings.replicationFactor())
                        .configs(
                                Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_DELETE,
                                        TopicConfig.RETENTION_MS_CONFIG,
                                        "-1",
                                        TopicConfig.RETENTION_BYTES_CONFIG,
                                        "-1",
                                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                                        Integer.toString(settings.minInSyncReplicas())));
        try (Admin admin = Admin.create(adminConfig)) {
            admin.createTopics(List.of(topic)).all().get(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            LOG.info(
                    "Created topic {} with {} partitions and replication factor {}",
                    settings.name(),
                    settings.partitions(),
                    settings.replicationFactor());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
