package io.stockledger.command.eventstore;

import io.stockledger.command.testing.MigratedDatabase;

import org.junit.jupiter.api.AfterAll;

/** The snapshot store on a real Postgres keeps the promises of a snapshot store. */
class PostgresSnapshotStoreIT extends SnapshotStoreContract {

    private static final MigratedDatabase DATABASE = new MigratedDatabase();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    SnapshotStore store() {
        return new PostgresSnapshotStore(DATABASE.application());
    }
}
