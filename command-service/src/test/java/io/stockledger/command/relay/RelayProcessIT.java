package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.TopicReader;

import org.apache.kafka.clients.CommonClientConfigs;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;

/** The relay on its thread: its wait for appends, its stop, its standby and its failures. */
class RelayProcessIT {

    private static final int POLL_MS = 100;

    /** So long that only a notification can wake the relay in a test. */
    private static final int POLL_RARELY_MS = 600_000;

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
    void an_append_wakes_the_relay_long_before_its_next_poll() {
        RelayProcess process = rig.process(POLL_RARELY_MS);
        process.start();
        try {
            rig.append(1, "p-1");
            within().until(() -> rig.checkpoint.published() == 1);
            rig.append(1, "p-1");
            within().until(() -> rig.checkpoint.published() == 2);
        } finally {
            process.stop();
        }
    }

    @Test
    @Timeout(120)
    void a_relay_that_waits_for_an_append_stops_within_seconds() {
        RelayProcess process = rig.process(POLL_RARELY_MS);
        process.start();
        rig.append(1, "p-1");
        within().until(() -> rig.checkpoint.published() == 1);

        process.stop();

        assertThat(process.isRunning()).isFalse();
    }

    @Test
    void one_of_two_instances_publishes_and_the_other_continues_when_it_stops() {
        RelayProcess one = rig.process(POLL_MS);
        RelayProcess other = rig.process(POLL_MS);
        one.start();
        within().until(one::isLeading);
        other.start();
        try (TopicReader reader = rig.reader()) {
            rig.append(30, "p-1", "p-2");
            within().until(() -> rig.checkpoint.published() == 30);
            assertThat(reader.size()).isEqualTo(30);

            one.stop();
            rig.append(30, "p-1", "p-2");
            within().until(() -> rig.checkpoint.published() == 60);
            assertThat(reader.size()).isEqualTo(60);
        } finally {
            one.stop();
            other.stop();
        }
    }

    @Test
    void the_relay_publishes_again_after_its_connection_was_terminated() {
        RelayProcess process = rig.process(POLL_MS);
        process.start();
        try {
            rig.append(1, "p-1");
            within().until(() -> rig.checkpoint.published() == 1);
            assertThat(rig.terminateLeader()).isEqualTo(1);
            rig.append(1, "p-1");
            within().until(() -> rig.checkpoint.published() == 2);
        } finally {
            process.stop();
        }
    }

    @Test
    void an_instance_that_cannot_reach_kafka_gives_the_lead_to_one_that_can() throws Exception {
        try (var silentBroker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RelayProcess cutOff =
                    rig.process(
                            POLL_MS,
                            rig.database.ownConnections(),
                            Map.of(
                                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                                    "127.0.0.1:" + silentBroker.getLocalPort()));
            RelayProcess other = rig.process(POLL_MS);
            cutOff.start();
            try {
                within().until(cutOff::isLeading);
                other.start();
                rig.append(1, "p-1");

                within().until(() -> rig.checkpoint.published() == 1);
                assertThat(other.isLeading()).isTrue();
            } finally {
                cutOff.stop();
                other.stop();
            }
        }
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(60));
    }
}
