package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/** The lock of the leader, and the effects of its loss. */
class RelayLeadershipIT {

    private static final int WAIT_MS = 100;

    private RelayRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new RelayRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private RelayLeadership leadership() {
        return new RelayLeadership(rig.database.ownConnections());
    }

    private RelayLease lease() {
        return new RelayLease(rig.database.ownConnections());
    }

    @Test
    void a_lease_is_taken_in_a_higher_term_once_it_has_expired_and_not_before() throws Exception {
        try (RelayLease first = lease();
                RelayLease second = lease()) {
            assertThat(first.take()).isTrue();
            assertThat(second.holder().holds()).isTrue();
            assertThat(second.take()).isFalse();

            rig.jdbc.sql("UPDATE relay_lease SET expires_at = clock_timestamp()").update();
            assertThat(second.holder().holds()).isFalse();
            assertThat(second.take()).isTrue();
            assertThat(second.term()).isEqualTo(first.term() + 1);
        }
    }

    @Test
    void a_former_holder_can_neither_renew_the_lease_nor_move_the_checkpoint() throws Exception {
        try (RelayLease first = lease();
                RelayLease second = lease()) {
            first.take();
            first.renew("publishes");
            rig.jdbc.sql("UPDATE relay_lease SET expires_at = clock_timestamp()").update();
            second.take();

            assertThatThrownBy(() -> first.renew("publishes"))
                    .isInstanceOf(LeadLostException.class)
                    .hasMessageContaining("term " + second.term());
            assertThat(rig.advance(0, 1, first.term())).isFalse();
            assertThat(rig.advance(0, 1, second.term())).isTrue();
        }
    }

    @Test
    void a_lease_that_is_not_renewed_is_not_held_after_its_time() throws Exception {
        try (RelayLease lease = lease()) {
            long begun = System.nanoTime();
            lease.take();
            within().until(() -> !lease.isHeld());
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThanOrEqualTo(RelayLease.TIME);
        }
    }

    @Test
    void a_released_lease_is_taken_at_once() throws Exception {
        try (RelayLease first = lease();
                RelayLease second = lease()) {
            first.take();
            first.release();

            assertThat(first.isHeld()).isFalse();
            assertThat(second.take()).isTrue();
        }
    }

    @Test
    void a_lease_that_was_written_before_the_clock_went_back_is_free() throws Exception {
        try (RelayLease first = lease();
                RelayLease second = lease()) {
            first.take();
            rig.jdbc
                    .sql("UPDATE relay_lease SET expires_at = clock_timestamp() + interval '1 h'")
                    .update();

            assertThat(second.holder().holds()).isFalse();
            assertThat(second.take()).isTrue();
        }
    }

    @Test
    void an_instance_stands_by_while_one_of_an_earlier_version_publishes() throws Exception {
        try (RelayLeadership leader = leadership();
                Connection earlier = rig.database.ownConnections().getConnection()) {
            assertThat(tryLockOfEarlierVersion(earlier)).isTrue();
            assertThat(leader.lead()).isFalse();

            execute(earlier, "SELECT pg_advisory_unlock_all()");
            assertThat(leader.lead()).isTrue();
        }
    }

    @Test
    void an_instance_of_an_earlier_version_cannot_publish_while_one_of_this_version_leads()
            throws Exception {
        try (RelayLeadership leader = leadership();
                Connection earlier = rig.database.ownConnections().getConnection()) {
            assertThat(leader.lead()).isTrue();

            assertThat(tryLockOfEarlierVersion(earlier)).isFalse();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean tryLockOfEarlierVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT pg_try_advisory_lock(x'534C52454C4159'::bigint)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Test
    void one_instance_leads_at_a_time_and_the_next_takes_over_when_it_closes() throws Exception {
        try (RelayLeadership second = leadership()) {
            try (RelayLeadership first = leadership()) {
                assertThat(first.lead()).isTrue();
                assertThat(second.lead()).isFalse();
                assertThat(first.lead()).isTrue();
                assertThat(second.lead()).isFalse();
            }

            within().until(second::lead);
            try (RelayLeadership third = leadership()) {
                assertThat(third.lead()).isFalse();
            }
        }
    }

    @Test
    void a_leader_whose_connection_is_terminated_does_not_lead_in_its_next_pass() throws Exception {
        RelayLeadership first = leadership();
        try (RelayLeadership second = leadership()) {
            assertThat(first.lead()).isTrue();
            assertThat(rig.terminateLeader()).isEqualTo(1);

            within().until(() -> fails(first));
            first.resign();
            assertThat(second.lead()).isTrue();
            assertThat(first.lead()).isFalse();
        } finally {
            first.close();
        }
    }

    @Test
    void a_leader_that_cannot_renew_its_lease_does_not_lead_any_more() throws Exception {
        try (RelayLeadership first = leadership()) {
            assertThat(first.lead()).isTrue();
            within().until(() -> rig.terminateLease() == 1);

            within().until(() -> fails(first));
            assertThat(first.isLeading()).isFalse();
            assertThat(first.term()).isZero();
        }
    }

    @Test
    void a_leader_whose_renewal_hangs_does_not_lead_when_its_lease_ends() throws Exception {
        try (RelayLeadership leader = leadership();
                Connection locking = rig.database.connectAsOwner()) {
            assertThat(leader.lead()).isTrue();
            locking.setAutoCommit(false);
            execute(locking, "SELECT 1 FROM relay_lease FOR UPDATE");
            long locked = System.nanoTime();

            within().until(() -> System.nanoTime() - locked > RelayLease.TIME.toNanos());
            assertThat(leader.isLeading()).isFalse();
            assertThatThrownBy(leader::lead).isInstanceOf(LeadLostException.class);
        }
    }

    private static boolean fails(RelayLeadership leader) {
        try {
            leader.lead();
            return false;
        } catch (SQLException | LeadLostException _) {
            return true;
        }
    }

    @Test
    void a_leader_that_waits_for_an_append_learns_that_its_connection_is_terminated()
            throws Exception {
        try (RelayLeadership leader = leadership()) {
            assertThat(leader.lead()).isTrue();
            assertThat(rig.terminateLeader()).isEqualTo(1);

            within().until(() -> failsToWait(leader));
        }
    }

    private static boolean failsToWait(RelayLeadership leader) {
        try {
            leader.awaitAppend(WAIT_MS);
            return false;
        } catch (SQLException _) {
            return true;
        }
    }

    @Test
    @Timeout(120)
    void a_pass_whose_flush_waits_for_the_brokers_ends_when_the_lead_is_lost() throws Exception {
        assertPassEndsWithTheLead(new UnansweredProducer());
    }

    @Test
    @Timeout(120)
    void a_pass_whose_send_waits_for_the_brokers_ends_when_the_lead_is_lost() throws Exception {
        assertPassEndsWithTheLead(
                new UnansweredProducer() {
                    @Override
                    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
                    public Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
                        awaitClose();
                        return super.send(record, callback);
                    }
                });
    }

    private void assertPassEndsWithTheLead(UnansweredProducer producer) throws Exception {
        rig.append(1, "p-1");
        try (RelayLeadership leader = leadership();
                RecordSender sender = rig.sender(producer, leader::lead);
                producer) {
            assertThat(leader.lead()).isTrue();
            Relay relay = rig.relay(sender, leader::lead, leader.term());
            assertThat(rig.terminateLeader()).isEqualTo(1);

            assertThatThrownBy(relay::relayOnce).isInstanceOf(SQLException.class);
            assertThat(rig.checkpoint.published()).isZero();
        }
    }

    @Test
    void the_server_ends_the_connection_of_a_leader_whose_host_vanishes_within_half_a_minute()
            throws Exception {
        var connections = new OpenedConnections(rig.database.ownConnections());
        try (var leader = new RelayLeadership(connections)) {
            assertThat(leader.lead()).isTrue();

            assertThat(connections.setting("tcp_keepalives_idle")).isEqualTo("10");
            assertThat(connections.setting("tcp_keepalives_interval")).isEqualTo("5");
            assertThat(connections.setting("tcp_keepalives_count")).isEqualTo("3");
            assertThat(connections.setting("tcp_user_timeout")).isEqualTo("25000");
        }
    }

    /** A producer whose brokers do not answer; its wait holds no lock that a close needs. */
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    private static class UnansweredProducer extends MockProducer<byte[], byte[]> {

        private final CountDownLatch closed = new CountDownLatch(1);

        UnansweredProducer() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void flush() {
            awaitClose();
        }

        void awaitClose() {
            try {
                closed.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            closed.countDown();
            super.close();
        }
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(60));
    }
}
