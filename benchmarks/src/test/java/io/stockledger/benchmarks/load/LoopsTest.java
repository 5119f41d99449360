package io.stockledger.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class LoopsTest {

    private static final LoadTimes ONE_SECOND = new LoadTimes(0, 1);

    /** So long that a loop does its work although its process stands still for two of them. */
    private static final LoadTimes FOUR_SECONDS = new LoadTimes(0, 4);

    @Test
    void an_open_loop_sends_all_operations_on_time_if_the_clients_are_fast_enough()
            throws Exception {
        AtomicInteger sent = new AtomicInteger();
        Measurement measured =
                new OpenLoop(
                                1_000,
                                10,
                                _ ->
                                        () ->
                                                CompletableFuture.completedFuture(
                                                        sent.incrementAndGet()))
                        .run(FOUR_SECONDS);
        assertThat(requireNonNull(measured.offered()).due()).isEqualTo(4_000);
        assertThat(sent.get() + measured.offered().notSent()).isEqualTo(4_000);
        // The last ones may be answered after the end.
        assertThat(measured.operations()).isBetween(2_000L, (long) sent.get());
    }

    @Test
    void an_open_loop_counts_the_operations_that_it_cannot_send_because_all_clients_are_busy()
            throws Exception {
        try (ScheduledExecutorService answers = Executors.newSingleThreadScheduledExecutor()) {
            Measurement measured =
                    new OpenLoop(1_000, 2, _ -> () -> answerAfter(answers, 100)).run(FOUR_SECONDS);
            // The two clients get 10 answers per second each.
            assertThat(requireNonNull(measured.offered()).notSent()).isBetween(3_910L, 4_000L);
            // The operations that were sent waited longer and longer for a free client.
            assertThat(requireNonNull(measured.latency()).p99Ms()).isGreaterThan(500);
        }
    }

    @Test
    void a_failed_operation_ends_every_kind_of_loop_and_its_cause_is_reported() {
        Clients failing = _ -> () -> CompletableFuture.failedFuture(new IOException("broken"));
        LoadTimes minutes = new LoadTimes(0, 600);
        for (Load load :
                new Load[] {
                    new ClosedLoop(2, failing),
                    new ChainedLoop(2, 1, failing),
                    new OpenLoop(100, 2, failing),
                    new FixedWork(2, 1_000_000_000, failing)
                }) {
            assertThatThrownBy(() -> load.run(minutes)).hasMessageContaining("broken");
        }
    }

    @Test
    void an_answer_counts_as_the_number_of_operations_that_it_confirms() throws Exception {
        try (ScheduledExecutorService answers = Executors.newSingleThreadScheduledExecutor()) {
            Measurement measured =
                    new ChainedLoop(1, 24, _ -> () -> answerAfter(answers, 10)).run(FOUR_SECONDS);
            assertThat(measured.operations() % 24).isZero();
            assertThat(measured.operations()).isBetween(24L, 24L * 400);
        }
    }

    @Test
    void fixed_work_performs_exactly_the_given_number_of_operations() throws Exception {
        AtomicInteger performed = new AtomicInteger();
        Measurement measured =
                new FixedWork(
                                8,
                                1_000,
                                _ ->
                                        () ->
                                                CompletableFuture.completedFuture(
                                                        performed.incrementAndGet()))
                        .run(ONE_SECOND);
        assertThat(performed).hasValue(1_000);
        assertThat(measured.operations()).isEqualTo(1_000);
    }

    private static CompletableFuture<Integer> answerAfter(
            ScheduledExecutorService answers, long ms) {
        var answer = new CompletableFuture<Integer>();
        var _ = answers.schedule(() -> answer.complete(1), ms, TimeUnit.MILLISECONDS);
        return answer;
    }
}
