package io.stockledger.command.http;

import static io.stockledger.command.eventstore.SampleEvents.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.events.EventEnvelope;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

/**
 * An instance that stands still while it has the head of the log locked, as a frozen process or a
 * long pause does.
 */
class BoundedHoldIT {

    /** The server ends a hold after 2 s at most; another instance waits for the lock for 5 s. */
    private static final Duration HOLD_MAX = Duration.ofSeconds(5);

    private static final long WAIT_SECONDS = 60;

    private final StoppableClock clock = new StoppableClock();
    private final RunningCommandService service = RunningCommandService.startWith(clock);

    @AfterEach
    void close() {
        clock.goOn();
        service.close();
    }

    @Test
    void a_store_that_stands_still_in_its_decision_stops_the_others_for_a_short_time()
            throws Exception {
        EventStore one = service.bean(EventStore.class);
        AppendBatch late = next("late", 0, 1);
        var locked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        CompletableFuture<Success> still =
                CompletableFuture.supplyAsync(
                        () ->
                                one.appendExclusively(
                                        null,
                                        -1,
                                        _ -> {
                                            locked.countDown();
                                            awaitLatch(release);
                                            return late;
                                        }));
        awaitLatch(locked);
        try (RunningCommandService sibling = service.startSibling()) {
            long start = System.nanoTime();
            assertThat(sibling.bean(EventStore.class).append(next("other", 0, 1)))
                    .isInstanceOf(Success.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HOLD_MAX);
        }
        release.countDown();

        assertThatThrownBy(() -> still.get(WAIT_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(AppendOutcomeUnknownException.class);
        assertThat(one.outcomeOf(late.events().getFirst())).isEmpty();
        assertThat(one.load("late", 10)).isEmpty();
    }

    @Test
    void a_service_that_stood_still_with_the_head_locked_records_its_command_once_afterwards()
            throws Exception {
        Calls one = new Calls(service.url());
        String product = one.product(10);
        try (RunningCommandService sibling = service.startSibling()) {
            Calls other = new Calls(sibling.url());
            assertThat(other.receive(product, "main", 1).status()).isEqualTo(200);

            clock.standStill();
            CompletableFuture<Answer> late =
                    CompletableFuture.supplyAsync(() -> one.reserve(product, "late", 3));
            clock.awaitStandstill();
            long start = System.nanoTime();
            assertThat(other.reserve(product, "other", 4).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HOLD_MAX);
            clock.goOn();

            assertThat(late.get(WAIT_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(200);
            assertThat(service.bean(EventStore.class).load(product, 10))
                    .extracting(EventEnvelope::sequenceNumber)
                    .containsExactly(1L, 2L, 3L, 4L);
            assertThat(one.product(product).body().get("reservedStock").asLong()).isEqualTo(7);
        }
    }

    @Test
    void a_command_waits_for_a_locked_head_as_long_as_its_deadline_allows() throws Exception {
        Calls calls = new Calls(service.url());
        String product = calls.product(10);
        CompletableFuture<Answer> waiting;
        try (var holder = service.bean(DataSource.class).getConnection()) {
            JdbcClient.create(new SingleConnectionDataSource(holder, true))
                    .sql("SELECT 1 FROM pg_advisory_lock(hashtext('stockledger log_head'))")
                    .query(Integer.class)
                    .single();
            waiting = CompletableFuture.supplyAsync(() -> calls.receive(product, "main", 1));
            // Longer than one attempt waits for the lock.
            assertThatThrownBy(() -> waiting.get(6, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
            JdbcClient.create(new SingleConnectionDataSource(holder, true))
                    .sql("SELECT pg_advisory_unlock(hashtext('stockledger log_head'))")
                    .query(Boolean.class)
                    .single();
        }

        assertThat(waiting.get(WAIT_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The clock of the host; it can stop the writer loop, which reads it while it decides. */
    private static final class StoppableClock extends Clock {

        private final AtomicBoolean stops = new AtomicBoolean();
        private final CountDownLatch standing = new CountDownLatch(1);
        private final CountDownLatch goesOn = new CountDownLatch(1);

        /** Stops the writer loop at its next decision. */
        void standStill() {
            stops.set(true);
        }

        void awaitStandstill() {
            awaitLatch(standing);
        }

        void goOn() {
            goesOn.countDown();
        }

        @Override
        public Instant instant() {
            if (Thread.currentThread().getName().equals("writer-loop")
                    && decidesCommands()
                    && stops.compareAndSet(true, false)) {
                standing.countDown();
                awaitLatch(goesOn);
            }
            return Instant.now();
        }

        /** Whether the head is locked: only then is the batch decided inside the store's call. */
        private static boolean decidesCommands() {
            return StackWalker.getInstance()
                    .walk(
                            frames ->
                                    frames.anyMatch(
                                            frame ->
                                                    frame.getClassName()
                                                            .endsWith("PostgresEventStore")));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the services use UTC");
        }
    }
}
