package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Commands while the connections to the database are repeatedly terminated. */
class ConnectionCutsIT {

    private static final int CLIENTS = 16;
    private static final int PRODUCTS = 4;
    private static final int CUTS = 12;
    private static final int COMMANDS_BETWEEN_CUTS = 25;

    private static final String CUT =
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = ? AND application_name = 'stockledger-command'
            """;

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> unknown = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void every_acknowledged_command_is_recorded_once_and_no_command_twice() throws Exception {
        try (RunningCommandService service = RunningCommandService.start()) {
            Calls calls = new Calls(service.url());
            var products = new ArrayList<String>();
            for (int i = 0; i < PRODUCTS; i++) {
                products.add(calls.product(0));
            }
            var clients = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < CLIENTS; i++) {
                String client = "client-" + i;
                String product = products.get(i % PRODUCTS);
                clients.add(
                        CompletableFuture.runAsync(
                                () -> receiveUntilEnough(calls, product, client),
                                Thread::startVirtualThread));
            }
            int cut = cutAgainAndAgain(service.database().name());
            enough.set(true);
            clients.forEach(client -> client.orTimeout(120, TimeUnit.SECONDS).join());

            assertThat(cut).isGreaterThanOrEqualTo(CUTS);
            assertThat(unexpected).isEmpty();
            checkLog(service.recordedLog(), products);
        }
    }

    private void receiveUntilEnough(Calls calls, String product, String client) {
        for (int i = 0; !enough.get(); i++) {
            String reference = client + "-" + i;
            Answer answer =
                    calls.command(
                            product,
                            "receipts",
                            "{\"warehouseId\": \"main\", \"quantity\": 1, \"reference\": \"%s\"}"
                                    .formatted(reference));
            if (answer.status() == 200) {
                acknowledged.add(reference);
            } else if (answer.problem().equals("outcome-unknown")) {
                unknown.add(reference);
            } else {
                unexpected.add(answer.status() + " " + answer.response().body());
            }
        }
    }

    private int cutAgainAndAgain(String database) throws SQLException {
        int backends = 0;
        try (Connection administrator = TestStack.shared().connectAsAdministrator();
                PreparedStatement cut = administrator.prepareStatement(CUT)) {
            cut.setString(1, database);
            // A cut finds no connection while the pool opens new ones.
            for (int i = 1; i <= CUTS || backends < CUTS; i++) {
                int goal = i * COMMANDS_BETWEEN_CUTS;
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> acknowledged.size() + unknown.size() >= goal);
                try (ResultSet row = cut.executeQuery()) {
                    row.next();
                    backends += row.getInt(1);
                }
            }
        }
        return backends;
    }

    private void checkLog(EventStore log, List<String> products) {
        Map<String, Long> recorded =
                products.stream()
                        .flatMap(product -> log.load(product, Integer.MAX_VALUE).stream())
                        .filter(event -> event.payload() instanceof StockReceived)
                        .map(event -> ((StockReceived) event.payload()).reference())
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(recorded.values())
                .as("no command is recorded twice")
                .allMatch(times -> times == 1);
        assertThat(recorded.keySet())
                .as("no acknowledged command is lost")
                .containsAll(acknowledged);
        var asked = new ArrayList<>(acknowledged);
        asked.addAll(unknown);
        assertThat(asked).as("only requested commands are recorded").containsAll(recorded.keySet());
        System.out.printf(
                "%d acknowledged, %d unknown of which %d recorded%n",
                acknowledged.size(), unknown.size(), recorded.size() - acknowledged.size());
    }
}
