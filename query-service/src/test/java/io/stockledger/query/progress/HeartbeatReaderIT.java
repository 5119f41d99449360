package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestStack;
import io.stockledger.tls.KafkaTls;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

@ExtendWith(OutputCaptureExtension.class)
class HeartbeatReaderIT {

    private static final Map<String, Object> SERVERS =
            Map.of("bootstrap.servers", TestTopic.servers());
    private static final Map<String, Object> CONSUMER =
            Map.of(
                    "bootstrap.servers",
                    TestTopic.servers(),
                    "auto.offset.reset",
                    "latest",
                    "allow.auto.create.topics",
                    false);

    private final String events = TestStack.shared().newTopicName();
    private final String topic = EventTopic.heartbeatTopic(events);
    private final Heartbeats heartbeats = new Heartbeats();
    private final Admin admin = Admin.create(SERVERS);
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(SERVERS, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicInteger consumers = new AtomicInteger();
    private final HeartbeatReader reader =
            new HeartbeatReader(
                    () -> {
                        consumers.incrementAndGet();
                        return new KafkaConsumer<>(
                                CONSUMER, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                    },
                    KafkaTls.peer(TestTopic.servers()),
                    events,
                    heartbeats);

    @AfterEach
    void end() {
        reader.stop();
        producer.close();
        admin.close();
    }

    @Test
    void it_begins_with_the_last_heartbeat_and_ignores_garbage()
            throws ExecutionException, InterruptedException {
        create();
        send(heartbeat(10));
        send(heartbeat(20));
        reader.start();
        awaitHead(20);
        send("garbage".getBytes(StandardCharsets.UTF_8));
        send(new byte[0]);
        send(heartbeat(30));
        awaitHead(30);
        // After a silence the last one is read again.
        assertThat(heartbeats.kept())
                .as("the first one is not read")
                .extracting(each -> each.heartbeat().headPosition())
                .containsOnly(20L, 30L);
    }

    @Test
    void it_survives_a_topic_that_is_missing_deleted_and_created_again()
            throws ExecutionException, InterruptedException {
        reader.start();
        // The first consumer has not found the topic.
        awaitConsumers(2);
        create();
        for (int head = 1; head <= 10; head++) {
            send(heartbeat(head));
        }
        awaitHead(10);
        admin.deleteTopics(List.of(topic)).all().get();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !admin.listTopics().names().get().contains(topic));
        create();
        send(heartbeat(40));
        awaitHead(40);
    }

    @Test
    void it_begins_again_with_the_last_heartbeat_if_nothing_is_received_for_a_while()
            throws ExecutionException, InterruptedException {
        create();
        send(heartbeat(10));
        reader.start();
        awaitHead(10);

        awaitConsumers(2);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> heartbeats.kept().size() >= 2);
        assertThat(heartbeats.kept()).allMatch(each -> each.heartbeat().headPosition() == 10);
    }

    @Test
    void a_refused_login_is_logged_once_although_the_first_attempt_timed_out(CapturedOutput log) {
        var attempts = new AtomicInteger();
        var refused =
                new HeartbeatReader(
                        () -> {
                            throw attempts.incrementAndGet() == 1
                                    ? new TimeoutException("no answer")
                                    : new SaslAuthenticationException("wrong password");
                        },
                        KafkaTls.peer(TestTopic.servers()),
                        events,
                        heartbeats);
        refused.start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> attempts.get() >= 4);
        } finally {
            refused.stop();
        }
        assertThat(log).containsOnlyOnce("Kafka refuses the login (wrong password)");
    }

    private void awaitConsumers(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> consumers.get() >= count);
    }

    private void create() throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }

    private void send(byte[] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, value)).get();
    }

    private void awaitHead(long head) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            ReceivedHeartbeat newest = heartbeats.newest();
                            return newest != null && newest.heartbeat().headPosition() == head;
                        });
    }

    private static byte[] heartbeat(long head) {
        Instant now = Instant.now();
        return new Heartbeat(
                        new LogEpoch(new UUID(1, 1), 1),
                        1,
                        "topic",
                        head,
                        head,
                        null,
                        now,
                        now,
                        List.of(head),
                        null)
                .toJson();
    }
}
