package io.stockledger.command.eventstore;

import static io.stockledger.command.eventstore.SampleEvents.both;
import static io.stockledger.command.eventstore.SampleEvents.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.events.EventEnvelope;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The promises of every event store about exclusive appends. */
abstract class ExclusiveAppendsContract {

    static final long WAIT_SECONDS = 60;

    /** The store under test; earlier tests may have appended to it. */
    abstract EventStore store();

    static String newStream() {
        return "p/" + UUID.randomUUID();
    }

    @Test
    void an_exclusive_append_receives_all_events_after_its_known_position() {
        String one = newStream();
        String other = newStream();
        long knownPosition = append(next(one, 0, 1));
        append(both(next(other, 0, 1), next(one, 1, 1)));
        var calls = new ArrayList<NewerEvents>();

        store().appendExclusively(
                        null,
                        knownPosition,
                        newer -> {
                            calls.add(newer);
                            return next(one, 2, 1);
                        });

        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().headPosition()).isEqualTo(knownPosition + 2);
        assertThat(calls.getFirst().events())
                .extracting(EventEnvelope::aggregateId)
                .containsExactly(other, one);
        assertThat(store().load(one, 10)).hasSize(3);
    }

    @Test
    void an_exclusive_append_without_a_near_known_position_receives_only_the_head_position() {
        String stream = newStream();
        long knownPosition = append(next(stream, 0, 1));
        long last =
                append(next(newStream(), 0, EventStore.NEWER_EVENTS_MAX + 1))
                        + EventStore.NEWER_EVENTS_MAX;
        for (long behind : List.of(-1L, knownPosition)) {
            var calls = new ArrayList<NewerEvents>();
            store().appendExclusively(
                            null,
                            behind,
                            newer -> {
                                calls.add(newer);
                                return new SampleBatch(Map.of(), List.of());
                            });
            assertThat(calls)
                    .singleElement()
                    .satisfies(
                            newer -> {
                                assertThat(newer.headPosition()).isEqualTo(last);
                                assertThat(newer.events()).isEmpty();
                            });
        }
    }

    @Test
    void an_exclusive_append_on_a_stale_version_receives_the_newer_events_and_decides_again() {
        String stream = newStream();
        append(next(stream, 0, 3));
        var calls = new ArrayList<NewerEvents>();

        store().appendExclusively(
                        null,
                        -1,
                        newer -> {
                            calls.add(newer);
                            return next(stream, 1 + newer.events().size(), 1);
                        });

        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).events())
                .extracting(EventEnvelope::sequenceNumber)
                .containsExactly(2L, 3L);
        assertThat(store().load(stream, 10)).hasSize(4);
    }

    @Test
    void an_exclusive_append_that_fails_writes_nothing_and_releases_the_lock() {
        String stream = newStream();
        Throwable thrown =
                catchThrowable(
                        () ->
                                store().appendExclusively(
                                                null,
                                                -1,
                                                _ -> {
                                                    throw new IllegalStateException("no decision");
                                                }));

        assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("no decision");
        assertThat(store().load(stream, 10)).isEmpty();
        assertThat(append(next(stream, 0, 1))).isPositive();
    }

    @Test
    void a_stream_that_is_too_far_behind_returns_its_name_and_its_next_event() {
        String far = newStream();
        String near = newStream();
        append(both(next(far, 0, EventStore.NEWER_EVENTS_MAX + 1), next(near, 0, 2)));
        AppendBatch batch = both(next(far, 0, 1), next(near, 0, 1));
        var calls = new ArrayList<NewerEvents>();

        store().appendExclusively(
                        null,
                        -1,
                        newer -> {
                            calls.add(newer);
                            return calls.size() == 1 ? batch : new SampleBatch(Map.of(), List.of());
                        });

        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).incompleteStreams()).containsExactly(far);
        assertThat(calls.get(1).events())
                .extracting(
                        e -> (e.aggregateId().equals(far) ? "far " : "near ") + e.sequenceNumber())
                .containsExactlyInAnyOrder("far 1", "near 1", "near 2");
    }

    @Test
    void no_other_append_happens_during_an_exclusive_append() throws Exception {
        String mine = newStream();
        String other = newStream();
        var inside = new CompletableFuture<Void>();
        var otherAppend = new CompletableFuture<Long>();
        var mayContinue = new CountDownLatch(1);
        CompletableFuture<Success> exclusive =
                CompletableFuture.supplyAsync(
                        () ->
                                store().appendExclusively(
                                                null,
                                                -1,
                                                _ -> {
                                                    inside.complete(null);
                                                    await(mayContinue);
                                                    return next(mine, 0, 1);
                                                }));
        CompletableFuture.anyOf(inside, exclusive).get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(exclusive).isNotDone();
        Thread second =
                Thread.startVirtualThread(() -> otherAppend.complete(append(next(other, 0, 1))));

        assertThat(catchThrowable(() -> otherAppend.get(100, TimeUnit.MILLISECONDS)))
                .isInstanceOf(TimeoutException.class);
        mayContinue.countDown();

        long firstPosition = exclusive.get(WAIT_SECONDS, TimeUnit.SECONDS).firstPosition();
        assertThat(otherAppend.get(WAIT_SECONDS, TimeUnit.SECONDS)).isGreaterThan(firstPosition);
        second.join();
    }

    /** Appends a batch that must not conflict. */
    final long append(AppendBatch batch) {
        AppendResult result = store().append(batch);
        assertThat(result).isInstanceOf(Success.class);
        return ((Success) result).firstPosition();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
