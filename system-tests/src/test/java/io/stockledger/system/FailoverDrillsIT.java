package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The runbook about a lost host of the events database, carried out with a standby that replicates
 * synchronously and with one that does not.
 */
class FailoverDrillsIT {

    private static final int CLIENTS = 4;
    private static final int ACKNOWLEDGED_BEFORE = 20;
    private static final int ACKNOWLEDGED_AFTER = 40;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void a_synchronous_standby_takes_over_without_the_loss_of_an_acknowledged_command()
            throws Exception {
        try (StandbySystem system = StandbySystem.start(true)) {
            MugStock mug = system.mug();
            mug.register();
            List<CompletableFuture<Void>> clients = reserveUntilEnough(mug);
            awaitAcknowledged(ACKNOWLEDGED_BEFORE);

            system.failOver();

            awaitAcknowledged(acknowledged.size() + ACKNOWLEDGED_AFTER);
            enough.set(true);
            clients.forEach(client -> client.orTimeout(120, TimeUnit.SECONDS).join());
            mug.awaitReserved(acknowledged.size());
            assertThat(
                            system.number(
                                    """
                                    SELECT count(*) FROM events WHERE event_type = 'StockReserved'
                                    """))
                    .isEqualTo(acknowledged.size());
            assertThat(system.number("SELECT epoch_number FROM log_head")).isEqualTo(1);
            assertThat(system.verify()).contains("no differences");
        }
    }

    @Test
    void the_loss_at_an_asynchronous_standby_halts_the_log_until_a_new_epoch() throws Exception {
        try (StandbySystem system = StandbySystem.start(false)) {
            MugStock mug = system.mug();
            mug.register();
            mug.reserve("before", 10);
            mug.awaitReserved(10);
            await().atMost(MugStock.RECOVERED_WITHIN)
                    .untilAsserted(
                            () ->
                                    assertThat(system.number("SELECT position FROM log_head"))
                                            .isEqualTo(2));
            system.cutReplication();
            mug.reserve("lost", 20);
            mug.awaitReserved(30);

            system.failOver();

            mug.awaitHalted();
            assertThat(system.startEpoch()).contains("epoch 2");
            mug.awaitAccepted("after", 5);
            mug.awaitReserved(15);
            mug.awaitAccepted("lost", 20);
            mug.awaitReserved(35);
            assertThat(system.verify()).contains("no differences");
        }
    }

    /** Each client repeats a command with its key until it is acknowledged, then sends the next. */
    private List<CompletableFuture<Void>> reserveUntilEnough(MugStock mug) {
        var clients = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < CLIENTS; i++) {
            String client = "client-" + i + "-";
            clients.add(
                    CompletableFuture.runAsync(
                            () -> reserveUntilEnough(mug, client), Thread::startVirtualThread));
        }
        return clients;
    }

    private void reserveUntilEnough(MugStock mug, String client) {
        for (int i = 0; !enough.get(); i++) {
            mug.awaitAccepted(client + i, 1);
            acknowledged.add(client + i);
        }
    }

    private void awaitAcknowledged(int count) {
        await().atMost(MugStock.RECOVERED_WITHIN).until(() -> acknowledged.size() >= count);
    }
}
