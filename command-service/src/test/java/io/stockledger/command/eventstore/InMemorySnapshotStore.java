package io.stockledger.command.eventstore;

import io.stockledger.events.LogEpoch;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A snapshot store that keeps its snapshots in memory. */
public final class InMemorySnapshotStore implements SnapshotStore {

    private final Map<String, Snapshot> newest = new HashMap<>();

    @Override
    public synchronized Map<String, Snapshot> load(Collection<String> streamIds) {
        var found = new HashMap<>(newest);
        found.keySet().retainAll(streamIds);
        return found;
    }

    @Override
    public synchronized void save(LogEpoch epoch, List<Snapshot> snapshots) {
        for (Snapshot snapshot : snapshots) {
            newest.merge(
                    snapshot.streamId(),
                    snapshot,
                    (stored, saved) -> stored.version() < saved.version() ? saved : stored);
        }
    }

    @Override
    public synchronized void discard(Snapshot snapshot) {
        newest.computeIfPresent(
                snapshot.streamId(),
                (_, stored) -> stored.version() == snapshot.version() ? null : stored);
    }
}
