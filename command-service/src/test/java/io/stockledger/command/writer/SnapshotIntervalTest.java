package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.LIMITS;
import static io.stockledger.command.writer.LoopRun.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.InMemorySnapshotStore;
import io.stockledger.command.eventstore.SnapshotStore;
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.events.LogEpoch;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class SnapshotIntervalTest {

    private final LoopRun run = new LoopRun();

    @Test
    void a_snapshot_is_taken_when_the_version_passes_a_multiple_of_the_interval()
            throws InterruptedException {
        run.outcomeOf(register("p-1"));
        receive(8);
        assertThat(snapshotVersion()).isZero();

        receive(1);
        run.snapshotWriter.writeOnce();
        assertThat(snapshotVersion()).isEqualTo(10);

        receive(9);
        receive(1);
        run.snapshotWriter.writeOnce();
        assertThat(snapshotVersion()).isEqualTo(20);
    }

    @Test
    void a_batch_that_passes_several_multiples_takes_one_snapshot_of_its_last_version()
            throws InterruptedException {
        run.outcomeOf(register("p-1"));
        for (int i = 0; i < 25; i++) {
            run.send(LoopRun.receive("p-1", 1));
        }
        run.finish();
        run.snapshotWriter.writeOnce();

        assertThat(snapshotVersion()).isEqualTo(26);
    }

    @Test
    void a_load_starts_at_the_snapshot() throws InterruptedException {
        run.outcomeOf(register("p-1"));
        receive(12);
        run.snapshotWriter.writeOnce();
        LoopRun restarted = run.sibling();

        assertThat(restarted.outcomeOf(LoopRun.receive("p-1", 1)))
                .isInstanceOfSatisfying(
                        Recorded.class,
                        r -> assertThat(r.events().getLast().sequenceNumber()).isEqualTo(14));
        restarted.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_failure_to_write_snapshots_does_not_affect_commands() throws InterruptedException {
        var writer = new SnapshotWriter(new UnwritableSnapshots(), LIMITS.snapshotEveryEvents());
        var product = new CachedProduct(new Product("p-1"));
        writer.offer(
                new LogEpoch(UUID.randomUUID(), 1),
                writer.copyDue(List.of(product), Map.of("p-1", -10L)));

        writer.writeOnce();

        assertThat(run.outcomeOf(register("p-1"))).isInstanceOf(Recorded.class);
    }

    private void receive(int times) {
        for (int i = 0; i < times; i++) {
            run.outcomeOf(LoopRun.receive("p-1", 1));
        }
    }

    /** The version of the product's snapshot, or 0 if it has none. */
    private long snapshotVersion() {
        return run.snapshots.load(List.of("p-1")).values().stream()
                .mapToLong(SnapshotStore.Snapshot::version)
                .sum();
    }

    /** A snapshot store whose disk is full. */
    private static final class UnwritableSnapshots implements SnapshotStore {

        private final SnapshotStore empty = new InMemorySnapshotStore();

        @Override
        public Map<String, Snapshot> load(Collection<String> streamIds) {
            return empty.load(streamIds);
        }

        @Override
        public void save(LogEpoch epoch, List<Snapshot> snapshots) {
            throw new EventStoreException("staged", new IOException("staged"));
        }

        @Override
        public void discard(Snapshot snapshot) {
            empty.discard(snapshot);
        }
    }
}
