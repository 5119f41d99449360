package io.stockledger.command.eventstore;

import io.stockledger.command.testing.MigratedDatabase;

import org.junit.jupiter.api.AfterAll;

/** The event store on a real Postgres keeps the promises of an event store. */
class PostgresEventStoreIT extends EventStoreContract {

    private static final MigratedDatabase DATABASE = new MigratedDatabase();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    EventStore store() {
        return new PostgresEventStore(DATABASE.application());
    }
}
