package io.stockledger.command.eventstore;

/** The store of the tests keeps the promises of the real one. */
class InMemorySnapshotStoreTest extends SnapshotStoreContract {

    private final SnapshotStore store = new InMemorySnapshotStore();

    @Override
    SnapshotStore store() {
        return store;
    }
}
