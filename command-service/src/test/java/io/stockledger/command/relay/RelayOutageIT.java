package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The relay while Kafka does not answer. */
class RelayOutageIT {

    private static final int POLL_MS = 100;

    private RelayRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new RelayRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_pass_ends_at_the_first_send_that_fails_and_does_not_move_the_checkpoint()
            throws Exception {
        rig.append(3, "p-1");
        try (var producer = new ProducerWithoutMetadata();
                RecordSender sender = rig.sender(producer, () -> {})) {
            Relay relay = rig.relay(sender, () -> {});

            assertThatThrownBy(relay::relayOnce)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);

            assertThat(producer.sendCount).isEqualTo(1);
            assertThat(rig.checkpoint.published()).isZero();
        }
    }

    @Test
    @Timeout(60)
    void a_pass_without_any_acknowledgement_ends_after_a_while() {
        rig.append(3, "p-1");
        var acknowledgements = new Acknowledgements(Duration.ofMillis(200));
        try (var silent =
                        new MockProducer<>(
                                false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                            @Override
                            public synchronized void flush() {
                                // Returns before the records are acknowledged.
                            }
                        };
                var sender =
                        new RecordSender(
                                silent,
                                () -> {},
                                () -> {},
                                acknowledgements,
                                new PartitionEnds(rig.published.partitions()))) {

            assertThatThrownBy(rig.relay(sender, () -> {})::relayOnce)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class)
                    .hasMessageContaining("no record was acknowledged");
            assertThat(rig.checkpoint.published()).isZero();
        }
    }

    @Test
    @Timeout(60)
    void a_relay_that_waits_for_a_broker_to_create_the_topic_stops_within_seconds()
            throws Exception {
        try (var silentBroker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RelayProcess process =
                    rig.process(
                            POLL_MS,
                            rig.database.ownConnections(),
                            Map.of(
                                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                                    "127.0.0.1:" + silentBroker.getLocalPort()));
            process.start();
            try (var _ = silentBroker.accept()) {
                process.stop();
            }

            assertThat(process.isRunning()).isFalse();
        }
    }

    /** A producer that cannot reach a broker: each send fails after its time limit. */
    private static final class ProducerWithoutMetadata extends MockProducer<byte[], byte[]> {

        private volatile int sendCount;

        ProducerWithoutMetadata() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        @SuppressWarnings({"NonAtomicVolatileUpdate", "UnsynchronizedOverridesSynchronized"})
        public Future<RecordMetadata> send(
                ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            sendCount++;
            return CompletableFuture.failedFuture(new TimeoutException("no metadata"));
        }
    }
}
