package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventTopic;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/** Two real processes, of which the one that publishes is frozen, killed or stopped. */
class RelayTakeoverIT {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    /** From the end of a leader to the lease of the next one, which then opens its session. */
    private static final Duration TAKEOVER_MAX = Duration.ofSeconds(10);

    private static final String LEADS = "publishes the log from now on";

    private String topic;
    private JdbcClient jdbc;
    private ServiceProcess leader;
    private ServiceProcess other;

    @BeforeEach
    void start() {
        TestDatabase database = TestStack.shared().newEventsDatabase();
        topic = TestStack.shared().newTopicName();
        var connections = new PGSimpleDataSource();
        connections.setUrl(database.jdbcUrl());
        connections.setUser(database.applicationUser());
        connections.setPassword(database.applicationPassword());
        jdbc = JdbcClient.create(connections);
        leader = RunningCommandService.startProcess(database, topic);
        leader.awaitReady();
        within().until(() -> leader.log().contains(LEADS));
        other = RunningCommandService.startProcess(database, topic);
        other.awaitReady();
        publish(leader, "before");
    }

    @AfterEach
    void close() {
        leader.close();
        other.close();
    }

    @Test
    void a_frozen_leader_is_replaced_and_sends_nothing_more_once_it_is_thawed() {
        long term = term();
        OffsetDateTime frozen = clockOfTheDatabase();
        leader.freeze();
        try {
            publish(other, "while-frozen");
            assertTakenSoonAfter(frozen);
            assertThat(other.log()).contains(LEADS);
            assertThat(term()).isGreaterThan(term);
        } finally {
            leader.thaw();
        }
        within().until(() -> leader.log().contains("This instance no longer publishes the log"));
        within().until(() -> leader.log().contains("this instance stands by"));
        publish(other, "after-thaw");

        assertThat(positionsOfTopic(3)).containsExactly(1L, 2L, 3L);
        assertThat(leader.log()).contains("the lease").doesNotContain("Exception in thread");
    }

    @Test
    void a_killed_leader_is_replaced() {
        OffsetDateTime killed = clockOfTheDatabase();
        leader.kill();

        publish(other, "after-kill");

        assertTakenSoonAfter(killed);
        assertThat(positionsOfTopic(2)).containsExactly(1L, 2L);
    }

    @Test
    void a_leader_that_stops_in_order_gives_the_lease_back_before_it_exits() {
        long term = term();
        leader.terminate();
        within().until(() -> leader.awaitExit(Duration.ofMillis(1)) != -1);
        OffsetDateTime ended = clockOfTheDatabase();

        assertThat(
                        jdbc.sql("SELECT instance IS NULL OR term > ? FROM relay_lease")
                                .param(term)
                                .query(Boolean.class)
                                .single())
                .as("the lease is free, or another instance holds it already")
                .isTrue();
        within().until(() -> other.log().contains(LEADS));
        publish(other, "after-stop");
        assertTakenSoonAfter(ended);
    }

    private OffsetDateTime clockOfTheDatabase() {
        return jdbc.sql("SELECT clock_timestamp()").query(OffsetDateTime.class).single();
    }

    private void assertTakenSoonAfter(OffsetDateTime end) {
        OffsetDateTime taken =
                jdbc.sql("SELECT taken_at FROM relay_lease").query(OffsetDateTime.class).single();
        assertThat(Duration.between(end, taken)).isLessThan(TAKEOVER_MAX);
    }

    /** Records a command at the service, and waits until its event is published. */
    private void publish(ServiceProcess service, String product) {
        assertThat(new Calls(service.url()).register(product, 1).status()).isEqualTo(201);
        within().until(() -> behind() == 0);
    }

    private long behind() {
        return jdbc.sql("SELECT h.position - c.published FROM log_head h, relay_checkpoint c")
                .query(Long.class)
                .single();
    }

    private long term() {
        return jdbc.sql("SELECT term FROM relay_lease").query(Long.class).single();
    }

    private List<Long> positionsOfTopic(int atLeast) {
        try (TopicReader reader = new TopicReader(topic)) {
            return reader.atLeast(atLeast).stream()
                    .map(record -> RelayRig.header(record, EventTopic.HEADER_POSITION))
                    .map(Long::valueOf)
                    .sorted()
                    .toList();
        }
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(50)).atMost(WITHIN);
    }
}
