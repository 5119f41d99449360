package io.stockledger.command.eventstore;

import io.stockledger.command.testing.MigratedDatabase;

import org.junit.jupiter.api.AfterAll;

/** The snapshots on the real Postgres keep every promise of a snapshot store. */
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
