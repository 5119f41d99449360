package io.stockledger.query.progress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells the log once, not at every look, that the topic cannot be seen, again when that has lasted
 * too long, and when it is over. For one thread.
 */
public final class TopicNotice {

    private static final Logger LOG = LoggerFactory.getLogger(TopicNotice.class);

    private final String topic;
    private final String bootstrapServers;
    private final Duration waitMax;
    private @Nullable Instant since;
    private boolean overdue;

    /**
     * @param waitMax after this long the wait is reported as an error
     */
    public TopicNotice(String topic, String bootstrapServers, Duration waitMax) {
        this.topic = topic;
        this.bootstrapServers = bootstrapServers;
        this.waitMax = waitMax;
    }

    void note(TopicState look, Instant now) {
        if (look instanceof TopicState.Present) {
            if (since != null) {
                LOG.info("Topic {} is there", topic);
            }
            since = null;
            overdue = false;
            return;
        }
        String cause = cause(look);
        if (since == null) {
            since = now;
            LOG.info("Waiting for topic {}: {}", topic, cause);
        } else if (!overdue && Duration.between(since, now).compareTo(waitMax) > 0) {
            overdue = true;
            LOG.error(
                    "Topic {} has not been seen for {} ms, nothing new is shown: {}",
                    topic,
                    waitMax.toMillis(),
                    cause);
        }
    }

    private String cause(TopicState look) {
        return switch (look) {
            case TopicState.Present _ -> "it is there";
            case TopicState.Missing _ ->
                    "Kafka at "
                            + bootstrapServers
                            + " has no such topic; the command service creates it, or check"
                            + " STOCKLEDGER_TOPIC_NAME";
            case TopicState.Unreachable(String why) ->
                    "Kafka at "
                            + bootstrapServers
                            + " does not answer ("
                            + why
                            + "); start it, or check SPRING_KAFKA_BOOTSTRAP_SERVERS";
        };
    }
}
