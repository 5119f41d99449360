package io.stockledger.command.eventstore;

import io.stockledger.events.LogEpoch;

import java.util.UUID;

/** The store of the tests keeps the promises of the real one. */
class InMemorySnapshotStoreTest extends SnapshotStoreContract {

    private final SnapshotStore store = new InMemorySnapshotStore();

    @Override
    SnapshotStore store() {
        return store;
    }

    @Override
    LogEpoch epoch() {
        return new LogEpoch(new UUID(0, 1), 1);
    }
}
