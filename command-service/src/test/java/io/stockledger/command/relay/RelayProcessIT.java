package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.TopicReader;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.SQLException;
import java.time.Duration;

/** Who publishes, and when. */
class RelayProcessIT {

    private static final int POLL_MS = 100;

    /** So long that only a notification can be the cause of what happens earlier. */
    private static final int POLL_SELDOM_MS = 60_000;

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
    void only_one_leads_and_the_next_takes_over_when_it_closes() throws Exception {
        try (var second = new RelayLeadership(rig.database.ownConnections())) {
            try (var first = new RelayLeadership(rig.database.ownConnections())) {
                assertThat(first.lead()).isTrue();
                assertThat(second.lead()).isFalse();
                assertThat(first.lead()).isTrue();
                assertThat(second.lead()).isFalse();
            }

            within().until(second::lead);
            try (var third = new RelayLeadership(rig.database.ownConnections())) {
                assertThat(third.lead()).isFalse();
            }
        }
    }

    @Test
    void a_leader_whose_connection_is_cut_hears_of_it_and_another_takes_over() throws Exception {
        try (var first = new RelayLeadership(rig.database.ownConnections());
                var second = new RelayLeadership(rig.database.ownConnections())) {
            assertThat(first.lead()).isTrue();
            assertThat(cutLeader()).isEqualTo(1);

            within().until(second::lead);
            assertThatThrownBy(() -> first.awaitAppend(POLL_MS)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void an_append_wakes_the_relay_long_before_its_next_look_at_the_log() {
        RelayProcess process = rig.process(POLL_SELDOM_MS);
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
    @Timeout(30)
    void a_relay_that_waits_for_an_append_stops_at_once() {
        RelayProcess process = rig.process(POLL_SELDOM_MS);
        process.start();
        rig.append(1, "p-1");
        within().until(() -> rig.checkpoint.published() == 1);

        process.stop();

        assertThat(process.isRunning()).isFalse();
    }

    @Test
    void of_two_instances_one_publishes_and_the_other_goes_on_when_it_stops() {
        RelayProcess one = rig.process(POLL_MS);
        RelayProcess other = rig.process(POLL_MS);
        one.start();
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
    void the_relay_goes_on_by_itself_after_its_connection_was_cut() {
        RelayProcess process = rig.process(POLL_MS);
        process.start();
        try {
            rig.append(1, "p-1");
            within().until(() -> rig.checkpoint.published() == 1);
            assertThat(cutLeader()).isEqualTo(1);
            rig.append(1, "p-1");
            within().until(() -> rig.checkpoint.published() == 2);
        } finally {
            process.stop();
        }
    }

    /** Ends the connection that holds the lead. */
    private int cutLeader() {
        return rig.jdbc
                .sql(
                        """
                        SELECT count(pg_terminate_backend(l.pid))
                        FROM pg_locks l
                        JOIN pg_database d ON d.oid = l.database
                        WHERE l.locktype = 'advisory' AND d.datname = current_database()
                        """)
                .query(Integer.class)
                .single();
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(20));
    }
}
