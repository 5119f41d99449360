package io.stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.localstack.process.Ports;
import io.stockledger.query.testing.ChildService;
import io.stockledger.query.testing.EventStream;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The default number of streams of a replica, which runs as a separate process. */
class ManyStreamsIT {

    private static final int STREAMS = 5_000;

    private final HandwrittenLog log = new HandwrittenLog();
    private final TestTopic topic = TestTopic.create(3);
    private final int port = Ports.free();
    private final List<EventStream> streams = new ArrayList<>();
    private ChildService replica;

    @BeforeEach
    void start() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        replica =
                ChildService.start(
                        QueryService.settings(database),
                        Map.of(
                                "stockledger.topic.name", topic.name(),
                                "server.port", String.valueOf(port)));
        replica.awaitReady();
        EventStream.awaitOpen(port).close();
    }

    @AfterEach
    void stop() {
        streams.forEach(EventStream::close);
        replica.close();
        topic.close();
    }

    @Test
    void five_thousand_streams_receive_a_change_and_end_when_the_replica_is_terminated() {
        // The stream that tested the start of the replica may still be counted.
        open(STREAMS - 1);

        log.add(new ProductRegistered("seen-by-all", "lamp", "sku", 10, "main"));
        topic.publish(log.events());
        awaitAll(stream -> stream.seen().stream().anyMatch(e -> e.isOf("seen-by-all", 1)));

        replica.terminate();
        awaitAll(EventStream::hasEnded);
        assertThat(replica.awaitExit(Duration.ofSeconds(20))).isZero();
    }

    private void open(int count) {
        for (int i = 0; i < count; i++) {
            EventStream stream = EventStream.openUnread(port);
            streams.add(stream);
            Thread.ofVirtual().start(stream::read);
        }
        awaitAll(EventStream::hasBegun);
    }

    private void awaitAll(Predicate<EventStream> wanted) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> streams.stream().allMatch(wanted));
    }
}
