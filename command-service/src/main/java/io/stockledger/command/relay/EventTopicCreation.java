package io.stockledger.command.relay;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Creates the topic if it does not exist. Its records are kept for ever and never compacted, since
 * they are the history.
 */
final class EventTopicCreation {

    private static final Logger LOG = LoggerFactory.getLogger(EventTopicCreation.class);
    private static final int ANSWER_TIMEOUT_MS = 5_000;

    private final Map<String, Object> adminConfig;
    private final TopicSettings settings;

    EventTopicCreation(Map<String, Object> kafkaConfig, TopicSettings settings) {
        this.adminConfig = new HashMap<>(kafkaConfig);
        // A call that fails is repeated a second later, with the report of the failure in the log.
        adminConfig.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        adminConfig.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        this.settings = settings;
    }

    /**
     * Creates the topic unless it exists.
     *
     * @throws ExecutionException if the brokers refuse, or do not answer within 5 seconds
     */
    void createIfAbsent() throws InterruptedException, ExecutionException {
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
        Admin admin = Admin.create(adminConfig);
        try {
            admin.createTopics(List.of(topic)).all().get();
            LOG.info(
                    "Created topic {} with {} partitions and replication factor {}",
                    settings.name(),
                    settings.partitions(),
                    settings.replicationFactor());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        } finally {
            // A close without a limit waits for the call, even if this thread is interrupted.
            admin.close(Duration.ZERO);
        }
    }
}
