package io.stockledger.command.eventstore;

import static io.stockledger.command.eventstore.SampleEvents.both;
import static io.stockledger.command.eventstore.SampleEvents.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stockledger.command.eventstore.AppendResult.Appended;
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

/** What every event store promises of appends while nobody else appends. */
abstract class ExclusiveAppendsContract {

    static final long WAIT_SECONDS = 20;

    /** The store under test; earlier tests may have appended to it. */
    abstract EventStore store();

    static String newStream() {
        return "p/" + UUID.randomUUID();
    }

    @Test
    void an_exclusive_append_is_told_all_that_others_appended_since() {
        String one = newStream();
        String other = newStream();
        long followed = append(next(one, 0, 1));
        append(both(next(other, 0, 1), next(one, 1, 1)));
        var told = new ArrayList<NewerEvents>();

        store().appendExclusively(
                        followed,
                        newer -> {
                            told.add(newer);
                            return next(one, 2, 1);
                        });

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().head()).isEqualTo(followed + 2);
        assertThat(told.getFirst().events())
                .extracting(EventEnvelope::aggregateId)
                .containsExactly(other, one);
        assertThat(store().load(one, 10)).hasSize(3);
    }

    @Test
    void who_follows_nothing_or_too_little_is_told_no_events_but_the_head() {
        String stream = newStream();
        long followed = append(next(stream, 0, 1));
        long last = append(next(newStream(), 0, EventStore.NEWER_EVENTS_MAX + 1));
        last += EventStore.NEWER_EVENTS_MAX;
        for (long behind : List.of(-1L, followed)) {
            var told = new ArrayList<NewerEvents>();
            store().appendExclusively(
                            behind,
                            newer -> {
                                told.add(newer);
                                return new AppendBatch(Map.of(), List.of());
                            });
            assertThat(told).containsExactly(NewerEvents.since(last, List.of()));
        }
    }

    @Test
    void an_exclusive_append_on_a_stale_version_is_told_its_stream_and_decided_once_more() {
        String stream = newStream();
        append(next(stream, 0, 3));
        var told = new ArrayList<NewerEvents>();

        store().appendExclusively(
                        -1,
                        newer -> {
                            told.add(newer);
                            return next(stream, 1 + newer.events().size(), 1);
                        });

        assertThat(told).hasSize(2);
        assertThat(told.get(1).events())
                .extracting(EventEnvelope::sequenceNumber)
                .containsExactly(2L, 3L);
        assertThat(store().load(stream, 10)).hasSize(4);
    }

    @Test
    void an_exclusive_append_that_fails_writes_nothing_and_lets_the_next_one_in() {
        String stream = newStream();
        Throwable thrown =
                catchThrowable(
                        () ->
                                store().appendExclusively(
                                                -1,
                                                _ -> {
                                                    throw new IllegalStateException("no decision");
                                                }));

        assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("no decision");
        assertThat(store().load(stream, 10)).isEmpty();
        assertThat(append(next(stream, 0, 1))).isPositive();
    }

    @Test
    void of_a_stream_that_is_far_behind_the_name_is_told_and_the_next_event() {
        String far = newStream();
        String near = newStream();
        append(both(next(far, 0, EventStore.NEWER_EVENTS_MAX + 1), next(near, 0, 2)));
        AppendBatch batch = both(next(far, 0, 1), next(near, 0, 1));
        var told = new ArrayList<NewerEvents>();

        store().appendExclusively(
                        -1,
                        newer -> {
                            told.add(newer);
                            return told.size() == 1 ? batch : new AppendBatch(Map.of(), List.of());
                        });

        assertThat(told).hasSize(2);
        assertThat(told.get(1).farBehind()).containsExactly(far);
        assertThat(told.get(1).events())
                .extracting(
                        e -> (e.aggregateId().equals(far) ? "far " : "near ") + e.sequenceNumber())
                .containsExactlyInAnyOrder("far 1", "near 1", "near 2");
    }

    @Test
    void nobody_appends_while_another_appends_exclusively() throws Exception {
        String mine = newStream();
        String other = newStream();
        var inside = new CompletableFuture<Void>();
        var otherTried = new CompletableFuture<Long>();
        var mayGoOn = new CountDownLatch(1);
        CompletableFuture<Appended> exclusive =
                CompletableFuture.supplyAsync(
                        () ->
                                store().appendExclusively(
                                                -1,
                                                _ -> {
                                                    inside.complete(null);
                                                    await(mayGoOn);
                                                    return next(mine, 0, 1);
                                                }));
        CompletableFuture.anyOf(inside, exclusive).get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(exclusive).isNotDone();
        Thread second =
                Thread.startVirtualThread(() -> otherTried.complete(append(next(other, 0, 1))));

        assertThat(catchThrowable(() -> otherTried.get(100, TimeUnit.MILLISECONDS)))
                .isInstanceOf(TimeoutException.class);
        mayGoOn.countDown();

        long firstPosition = exclusive.get(WAIT_SECONDS, TimeUnit.SECONDS).firstPosition();
        assertThat(otherTried.get(WAIT_SECONDS, TimeUnit.SECONDS)).isGreaterThan(firstPosition);
        second.join();
    }

    /** Appends what must not conflict. */
    final long append(AppendBatch batch) {
        AppendResult result = store().append(batch);
        assertThat(result).isInstanceOf(Appended.class);
        return ((Appended) result).firstPosition();
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
