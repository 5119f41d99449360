package io.stockledger.command.eventstore;

/** The store of the tests keeps the promises of the real one. */
class InMemoryEventStoreTest extends EventStoreContract {

    private final EventStore store = new InMemoryEventStore();

    @Override
    EventStore store() {
        return store;
    }
}
