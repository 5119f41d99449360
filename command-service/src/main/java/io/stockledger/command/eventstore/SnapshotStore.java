package io.stockledger.command.eventstore;

import io.stockledger.events.LogEpoch;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The newest snapshot of each stream. The loss of a snapshot costs only the time to replay its
 * events. Thread-safe.
 */
public interface SnapshotStore {

    /**
     * The state of a stream at a version.
     *
     * @param format the version of the state's JSON format
     * @param state JSON
     */
    record Snapshot(String streamId, long version, int format, String state) {}

    /** The snapshots of those streams that have one, by stream. */
    Map<String, Snapshot> load(Collection<String> streamIds);

    /**
     * Stores each snapshot unless its stream has a newer one. Stores nothing if the log is halted
     * or no longer in the epoch in which the snapshots were taken.
     */
    void save(LogEpoch epoch, List<Snapshot> snapshots);

    /** Deletes a snapshot that cannot be read. */
    void discard(Snapshot snapshot);
}
