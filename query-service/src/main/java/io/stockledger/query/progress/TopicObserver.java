package io.stockledger.query.progress;

import io.stockledger.transport.Peer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks Kafka for the end offsets of all partitions of the topic, including those that other
 * replicas consume. Each of its two requests waits for at most {@value #REQUEST_MS_MAX} ms.
 * Thread-safe.
 */
public final class TopicObserver {

    static final long REQUEST_MS_MAX = 3_000;

    private final Admin admin;
    private final Peer kafka;
    private final String topic;

    /**
     * @param kafka explains why a connection is refused
     */
    public TopicObserver(Admin admin, Peer kafka, String topic) {
        this.admin = admin;
        this.kafka = kafka;
        this.topic = topic;
    }

    /** Observes the topic once. A failure of Kafka is also a state and throws nothing. */
    public TopicState observe() {
        try {
            return existing();
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException
                    ? new TopicState.MissingTopic()
                    : failure(e);
        } catch (TimeoutException e) {
            return new TopicState.UnreachableBroker("no answer within " + REQUEST_MS_MAX + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TopicState.UnreachableBroker("interrupted, because the service is stopping");
        }
    }

    private TopicState failure(ExecutionException e) {
        String refusal = kafka.explain(e);
        return refusal == null
                ? new TopicState.UnreachableBroker(String.valueOf(e.getCause()))
                : new TopicState.RefusedConnection(refusal);
    }

    private TopicState existing()
            throws ExecutionException, InterruptedException, TimeoutException {
        TopicDescription description =
                admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(REQUEST_MS_MAX, TimeUnit.MILLISECONDS)
                        .get(topic);
        if (description == null) {
            return new TopicState.MissingTopic();
        }
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        description
                .partitions()
                .forEach(
                        partition ->
                                latest.put(
                                        new TopicPartition(topic, partition.partition()),
                                        OffsetSpec.latest()));
        var offsets =
                admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all()
                        .get(REQUEST_MS_MAX, TimeUnit.MILLISECONDS);
        var ends = new TreeMap<Integer, Long>();
        offsets.forEach((partition, info) -> ends.put(partition.partition(), info.offset()));
        return new TopicState.ExistingTopic(description.topicId().toString(), ends);
    }
}
