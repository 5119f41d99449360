package io.stockledger.command.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.SampleEvents;
import io.stockledger.command.metrics.CommandMetrics;
import io.stockledger.command.testing.MigratedDatabase;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/** A relay with its database and topic, and methods that read both. */
final class RelayRig implements AutoCloseable {

    static final int EVENTS_PER_PASS_MAX = 20;
    private static final int PASS_MS = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String TERMINATE_LEADER =
            """
            SELECT count(pg_terminate_backend(l.pid))
            FROM pg_locks l
            JOIN pg_database d ON d.oid = l.database
            WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()
                AND (l.classid::bigint << 32 | l.objid::bigint) = :key
            """;

    private static final String TERMINATE_LEASE =
            """
            SELECT count(pg_terminate_backend(pid))
            FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
              AND query LIKE '%UPDATE relay_lease%'
            """;

    final MigratedDatabase database = new MigratedDatabase();
    final String topic = TestStack.shared().newTopicName();
    final JdbcClient jdbc = JdbcClient.create(database.application());
    final RelayCheckpoint checkpoint = new RelayCheckpoint(jdbc);
    final PostgresEventStore store = new PostgresEventStore(database.application());
    final PublishedTopic published;
    final RecordSender sender;
    final Relay relay;
    private final Producer<byte[], byte[]> producer;

    RelayRig() throws Exception {
        try (var topics = new EventTopics(kafkaConfig(), settings())) {
            published = topics.createIfAbsent();
        }
        producer =
                new KafkaProducer<>(
                        RelayClientConfig.ofEvents(kafkaConfig()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        sender = sender(producer, () -> {});
        relay = relay(sender, () -> {});
    }

    /** A sender with that producer. */
    RecordSender sender(Producer<byte[], byte[]> sending, PublishingRight right) {
        return new RecordSender(
                sending,
                right,
                () -> {},
                new Acknowledgements(PATIENCE),
                new PartitionEnds(published.partitions()));
    }

    /** A relay of no term, as if no instance had taken the lead. */
    Relay relay(RecordSender sending, PublishingRight right) {
        return relay(sending, right, 0);
    }

    Relay relay(RecordSender sending, PublishingRight right, long term) {
        return new Relay(jdbc, sending, published, term, EVENTS_PER_PASS_MAX, right);
    }

    static Map<String, Object> kafkaConfig() {
        return new HashMap<>(
                Map.of("bootstrap.servers", TestStack.shared().kafkaBootstrapServers()));
    }

    TopicSettings settings() {
        return new TopicSettings(topic, 5, (short) 1, 1);
    }

    /** Appends events to some products in turn, with one call per event. */
    void append(int count, String... products) {
        for (int i = 0; i < count; i++) {
            String product = products[i % products.length];
            long version = store.load(product, Integer.MAX_VALUE).size();
            store.append(SampleEvents.next(product, version, 1));
        }
    }

    /** The position of the newest event in the log. */
    long lastPosition() {
        return new LogHead(jdbc).read().position();
    }

    /** Runs passes until every event is published. */
    int relayAll() throws Exception {
        int published = 0;
        for (int pass = relay.relayOnce(); pass > 0; pass = relay.relayOnce()) {
            published += pass;
        }
        return published;
    }

    RelayProcess process(int pollMs) {
        return process(pollMs, database.ownConnections(), kafkaConfig());
    }

    RelayProcess process(int pollMs, DataSource connections, Map<String, Object> kafkaConfig) {
        return process(
                pollMs, connections, kafkaConfig, new CommandMetrics(new SimpleMeterRegistry()));
    }

    RelayProcess process(int pollMs, CommandMetrics metrics) {
        return process(pollMs, database.ownConnections(), kafkaConfig(), metrics);
    }

    private RelayProcess process(
            int pollMs,
            DataSource connections,
            Map<String, Object> kafkaConfig,
            CommandMetrics metrics) {
        return new RelayProcess(
                jdbc,
                connections,
                kafkaConfig,
                settings(),
                new RelayLimits(EVENTS_PER_PASS_MAX, PASS_MS, pollMs),
                metrics);
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** Runs statements as the owner, who can also change events. */
    void asOwnerWithoutTriggers(String... statements) {
        database.asOwner("ALTER TABLE events DISABLE TRIGGER USER");
        for (String statement : statements) {
            database.asOwner(statement);
        }
        database.asOwner("ALTER TABLE events ENABLE TRIGGER USER");
    }

    /** Sets a configuration of the topic of the events. */
    void setTopic(String name, String value) {
        try (Admin admin = Admin.create(kafkaConfig())) {
            var set = new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    List.of(set)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Moves the checkpoint as the leader of that term does. */
    boolean advance(long from, long to, long term) {
        return checkpoint.advance(
                from,
                new LastPositions(to, new long[published.partitions()]),
                term,
                new LogHead(jdbc).read().epoch().id());
    }

    /** Terminates the connection on which the lease is renewed, and returns their number. */
    int terminateLease() {
        return jdbc.sql(TERMINATE_LEASE).query(Integer.class).single();
    }

    /** Terminates the connection of the leader and returns the number of leaders. */
    int terminateLeader() {
        return jdbc.sql(TERMINATE_LEADER)
                .param("key", AppendNotifications.LOCK_KEY)
                .query(Integer.class)
                .single();
    }

    TopicReader reader() {
        return new TopicReader(topic);
    }

    @Override
    public void close() {
        producer.close();
        sender.close();
        database.close();
    }
}
