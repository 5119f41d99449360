package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.teststack.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.util.List;
import java.util.Objects;

/** An event log that is put back to an earlier moment while instances of the service run. */
class RestoredLogIT {

    private static final String PUT_BACK =
            """
            ALTER TABLE events DISABLE TRIGGER events_are_append_only;
            DELETE FROM events WHERE position > %d;
            ALTER TABLE events ENABLE TRIGGER events_are_append_only;
            DELETE FROM receipts WHERE first_position > %d;
            UPDATE log_head
            SET position = %d, event_id = (SELECT e.event_id FROM events e WHERE e.position = %d);
            """;

    private static final String READINESS = "/actuator/health/readiness";

    /** Without Kafka: the relay would notice the restore at a moment of its own. */
    private final RunningCommandService service =
            RunningCommandService.start("spring.kafka.bootstrap-servers=127.0.0.1:1");

    private final Calls calls = new Calls(service.url());
    private final JdbcClient owner = owner(service.database());

    @AfterEach
    void close() {
        service.close();
    }

    /** After few commands the instance still takes turns; after many it appends directly. */
    @ParameterizedTest
    @ValueSource(ints = {3, 20})
    void a_log_that_ends_before_the_events_of_an_instance_is_halted_until_its_next_epoch(
            int receipts) {
        String product = calls.product(10);
        receive(product, receipts);
        putBackTo(2);

        Answer refused = calls.receive(product, "main", 1, "Idempotency-Key", "k-1");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("log-halted");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(refused.body().get("detail").asString())
                .contains("Nothing was recorded")
                .contains("it ends at position 2")
                .contains("position " + (receipts + 1));
        assertThat(calls.receive(product, "main", 1).problem()).isEqualTo("log-halted");
        assertThat(calls.receive("unknown", "main", 1).problem()).isEqualTo("log-halted");
        assertThat(head().position()).isEqualTo(2);
        assertThat(events()).isEqualTo(2);
        Answer readiness = calls.get(READINESS);
        assertThat(readiness.status()).isEqualTo(503);
        assertThat(readiness.body().at("/components/eventStore/details/halted").asString())
                .contains("position 2");

        startEpoch();

        Answer recorded = calls.receive(product, "main", 1, "Idempotency-Key", "k-1");
        assertThat(recorded.status()).isEqualTo(200);
        assertThat(recorded.header("ETag")).isEqualTo("\"3\"");
        assertThat(recorded.body().get("position").asLong()).isEqualTo(3);
        assertThat(calls.product(product).body().get("totalStock").asLong()).isEqualTo(12);
        assertThat(calls.reserve(product, "o-1", 13).problem()).isEqualTo("insufficient-stock");
        assertThat(calls.get(READINESS).status()).isEqualTo(200);
        assertThat(head().epoch().number()).isEqualTo(2);
    }

    /** As many events as were lost, and more. */
    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void a_log_with_other_events_at_the_positions_that_an_instance_knows_is_halted(int newEvents) {
        String product = calls.product(10);
        receive(product, 3);
        putBackTo(1);
        // Another instance, which knows nothing of the lost events, goes on with the log.
        try (RunningCommandService sibling = service.startSibling()) {
            Calls other = new Calls(sibling.url());
            for (int i = 0; i < newEvents; i++) {
                assertThat(other.receive(product, "main", 100).status()).isEqualTo(200);
            }
        }

        assertThat(calls.reserve(product, "o-1", 1).problem()).isEqualTo("log-halted");
        assertThat(head().halted()).startsWith("its event at position 4 is not ");
        assertThat(events()).isEqualTo(1 + newEvents);
    }

    @Test
    void an_idle_instance_serves_the_products_of_the_new_epoch_even_at_equal_versions() {
        String product = calls.product(10);
        receive(product, 1);
        putBackTo(1);
        startEpoch();
        try (RunningCommandService sibling = service.startSibling()) {
            assertThat(new Calls(sibling.url()).receive(product, "main", 100).status())
                    .isEqualTo(200);
        }

        Answer reserved = calls.reserve(product, "o-1", 110);

        assertThat(reserved.status()).isEqualTo(200);
        assertThat(reserved.header("ETag")).isEqualTo("\"3\"");
        assertThat(calls.product(product).body().get("availableStock").asLong()).isZero();
    }

    @Test
    void every_command_of_a_halted_log_is_refused_and_nothing_is_recorded() {
        String product = calls.product(10);
        LogHead head = service.bean(LogHead.class);
        assertThat(head.halt(head.read().epoch(), "a test")).isTrue();
        assertThat(head.halt(head.read().epoch(), "again")).isFalse();

        List<String> problems =
                List.of(
                        calls.receive(product, "main", 1).problem(),
                        calls.reserve(product, "o-1", 99).problem(),
                        calls.register(Calls.newProduct(), 1).problem(),
                        calls.basket("o-1", List.of(Calls.line(product, 1))).problem(),
                        calls.delete(Calls.orderPath("o-1") + "/reservations").problem());

        assertThat(problems).containsOnly("log-halted");
        assertThat(
                        calls.bulk(
                                        "{\"type\": \"cancel-reservation\", \"idempotencyKey\":"
                                                + " \"b-1\","
                                                + " \"productId\": \"%s\", \"orderId\": \"o-1\"}%n"
                                                        .formatted(product))
                                .getFirst()
                                .toString())
                .contains("log-halted");
        assertThat(events()).isEqualTo(1);
    }

    private void receive(String product, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(calls.receive(product, "main", 1).status()).isEqualTo(200);
        }
    }

    private void putBackTo(long position) {
        owner.sql(PUT_BACK.formatted(position, position, position, position)).update();
    }

    private void startEpoch() {
        Objects.requireNonNull(
                owner.sql("SELECT start_log_epoch('a test')").query(Integer.class).single());
    }

    private LogHead.State head() {
        return service.bean(LogHead.class).read();
    }

    private long events() {
        return owner.sql("SELECT count(*) FROM events").query(Long.class).single();
    }

    private static JdbcClient owner(TestDatabase database) {
        return JdbcClient.create(
                new DriverManagerDataSource(
                        database.jdbcUrl(), database.ownerUser(), database.ownerPassword()));
    }
}
