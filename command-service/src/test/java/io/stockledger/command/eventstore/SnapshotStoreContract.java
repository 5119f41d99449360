package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.eventstore.SnapshotStore.Snapshot;
import io.stockledger.events.LogEpoch;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The promises of every snapshot store. */
abstract class SnapshotStoreContract {

    /** The store under test; earlier tests may have saved in it. */
    abstract SnapshotStore store();

    /** The epoch of the log beside the store. */
    abstract LogEpoch epoch();

    private static Snapshot snapshot(String stream, long version) {
        return new Snapshot(stream, version, 1, "{\"version\":" + version + "}");
    }

    private static String newStream() {
        return "p/" + UUID.randomUUID();
    }

    @Test
    void the_newest_snapshot_of_each_stream_is_kept() {
        String one = newStream();
        String other = newStream();
        store().save(epoch(), List.of(snapshot(one, 100), snapshot(other, 100)));
        store().save(epoch(), List.of(snapshot(one, 200)));

        assertThat(store().load(List.of(one, other, newStream())))
                .isEqualTo(Map.of(one, snapshot(one, 200), other, snapshot(other, 100)));
    }

    @Test
    void an_older_snapshot_never_replaces_a_newer_one() {
        String stream = newStream();
        store().save(epoch(), List.of(snapshot(stream, 200)));
        store().save(epoch(), List.of(snapshot(stream, 100)));

        assertThat(store().load(List.of(stream))).containsValue(snapshot(stream, 200));
    }

    @Test
    void of_two_snapshots_of_a_stream_in_one_call_the_newer_is_kept() {
        String stream = newStream();
        store().save(epoch(), List.of(snapshot(stream, 300), snapshot(stream, 400)));

        assertThat(store().load(List.of(stream))).containsValue(snapshot(stream, 400));
    }

    @Test
    void discarding_a_snapshot_does_not_remove_a_newer_one() {
        String stream = newStream();
        store().save(epoch(), List.of(snapshot(stream, 100)));
        store().discard(snapshot(stream, 100));
        assertThat(store().load(List.of(stream))).isEmpty();

        store().save(epoch(), List.of(snapshot(stream, 200)));
        store().discard(snapshot(stream, 100));
        assertThat(store().load(List.of(stream))).hasSize(1);
    }
}
