package io.stockledger.command.relay;

import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;

import org.awaitility.Awaitility;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Reads the heartbeats of a topic from the first. */
final class PublishedHeartbeats implements AutoCloseable {

    private final TopicReader reader;

    PublishedHeartbeats(String topic) {
        this.reader = new TopicReader(EventTopic.heartbeatTopic(topic));
    }

    /** All heartbeats so far. */
    List<Heartbeat> all() {
        return reader.atLeast(0).stream().map(record -> Heartbeat.ofJson(record.value())).toList();
    }

    /** The first heartbeat from now on that meets the condition. */
    Heartbeat await(Predicate<Heartbeat> condition) {
        int before = all().size();
        var found = new AtomicReference<Heartbeat>();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            all().stream()
                                    .skip(before)
                                    .filter(condition)
                                    .findFirst()
                                    .ifPresent(found::set);
                            return found.get() != null;
                        });
        return found.get();
    }

    @Override
    public void close() {
        reader.close();
    }
}
