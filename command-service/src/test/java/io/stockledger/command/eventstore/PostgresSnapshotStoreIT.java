package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.eventstore.SnapshotStore.Snapshot;
import io.stockledger.command.testing.MigratedDatabase;
import io.stockledger.events.LogEpoch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

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

    @Override
    LogEpoch epoch() {
        return new PostgresEventStore(DATABASE.application()).epoch();
    }

    @Test
    void a_snapshot_of_an_earlier_epoch_is_not_stored() {
        LogEpoch earlier = new LogEpoch(UUID.randomUUID(), 1);
        store().save(earlier, List.of(new Snapshot("p-1", 100, 1, "{}")));

        assertThat(store().load(List.of("p-1"))).isEmpty();
    }
}
