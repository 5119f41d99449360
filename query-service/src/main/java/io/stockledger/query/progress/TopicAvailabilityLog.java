package io.stockledger.query.progress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;

/**
 * Logs that the topic cannot be seen: once when that begins, again when it has lasted too long, and
 * when it ends. A refused connection is logged when it begins or its cause changes. For one thread.
 */
public final class TopicAvailabilityLog {

    private static final Logger LOG = LoggerFactory.getLogger(TopicAvailabilityLog.class);

    private final String topic;
    private final String bootstrapServers;
    private final Duration waitMax;
    private @Nullable Instant since;
    private @Nullable String refusal;
    private boolean overdue;

    /**
     * @param waitMax the wait for the topic after which an error is logged
     */
    public TopicAvailabilityLog(String topic, String bootstrapServers, Duration waitMax) {
        this.topic = topic;
        this.bootstrapServers = bootstrapServers;
        this.waitMax = waitMax;
    }

    /** Logs the state of the topic if it has to be logged now. */
    void observe(TopicState state, Instant now) {
        switch (state) {
            case TopicState.ExistingTopic _ -> {
                if (since != null) {
                    LOG.info("Topic {} is available", topic);
                }
                since = null;
                refusal = null;
                overdue = false;
            }
            case TopicState.MissingTopic _ ->
                    unavailable(
                            "Kafka at "
                                    + bootstrapServers
                                    + " has no such topic; start the command service, which"
                                    + " creates it, or check STOCKLEDGER_TOPIC_NAME",
                            now);
            case TopicState.RefusedConnection(String explanation) -> refused(explanation, now);
            case TopicState.UnreachableBroker(String cause) ->
                    unavailable(
                            "Kafka at "
                                    + bootstrapServers
                                    + " does not answer ("
                                    + cause
                                    + "); start it, or check SPRING_KAFKA_BOOTSTRAP_SERVERS",
                            now);
        }
    }

    /** A refusal does not end by itself, so that it is a warning from its beginning on. */
    private void refused(String explanation, Instant now) {
        if (!explanation.equals(refusal)) {
            refusal = explanation;
            LOG.warn("Waiting for topic {}: {}", topic, explanation);
        }
        overdue(explanation, now);
    }

    private void unavailable(String cause, Instant now) {
        if (since == null) {
            LOG.info("Waiting for topic {}: {}", topic, cause);
        }
        overdue(cause, now);
    }

    private void overdue(String cause, Instant now) {
        if (since == null) {
            since = now;
        } else if (!overdue && Duration.between(since, now).compareTo(waitMax) > 0) {
            overdue = true;
            LOG.error(
                    "Topic {} has been unavailable for {} ms, and the view receives no events: {}",
                    topic,
                    waitMax.toMillis(),
                    cause);
        }
    }
}
