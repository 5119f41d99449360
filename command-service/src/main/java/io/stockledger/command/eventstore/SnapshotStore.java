package io.stockledger.command.eventstore;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The newest snapshot of each stream. Losing one costs time, never facts. Thread-safe. */
public interface SnapshotStore {

    /**
     * A stream's state at a version.
     *
     * @param format the version of the state's shape
     * @param state JSON
     */
    record Snapshot(String streamId, long version, int format, String state) {}

    /** The snapshots there are, by stream. */
    Map<String, Snapshot> load(Collection<String> streamIds);

    /** Keeps each snapshot unless the stream has a newer one. */
    void save(List<Snapshot> snapshots);

    /** Forgets a snapshot that cannot be read. */
    void discard(Snapshot snapshot);
}
