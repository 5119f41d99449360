package io.stockledger.command.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.testing.MigratedDatabase;
import io.stockledger.command.testing.Seeds;
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.command.writer.CommandOutcome.Refused;
import io.stockledger.events.EventEnvelope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Two instances on one event store that reserve and ship the same stock of one warehouse. */
class WarehouseRacesIT {

    private static final long WAIT_SECONDS = 60;
    private static final int CLIENTS = 64;
    private static final int COMMANDS_PER_CLIENT = 12;
    private static final int ORDERS = 24;
    private static final String PRODUCT = "lamp";
    private static final long IN_MAIN = 120;
    private static final long IN_NORTH = 80;
    private static final MigratedDatabase DATABASE = new MigratedDatabase();

    private final PostgresEventStore store = new PostgresEventStore(DATABASE.application());
    private final List<CommandProcessor> instances = new ArrayList<>();
    private final ProductRepository products =
            new ProductRepository(store, new PostgresSnapshotStore(DATABASE.application()));

    /** The units of the shipments that were recorded by their outcome. */
    private final AtomicLong shippedUnits = new AtomicLong();

    private final AtomicInteger shortCommands = new AtomicInteger();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void start() {
        for (int i = 0; i < 2; i++) {
            var instance =
                    new CommandProcessor(
                            store,
                            new PostgresSnapshotStore(DATABASE.application()),
                            new SimpleMeterRegistry(),
                            Clock.systemUTC(),
                            WriterLimits.defaults());
            instance.start();
            instances.add(instance);
        }
    }

    @AfterEach
    void stop() {
        instances.forEach(CommandProcessor::stop);
    }

    @Test
    void reservations_never_exceed_the_stock_of_their_warehouse_and_no_unit_is_lost() {
        Random random = Seeds.one("a warehouse is reserved and shipped");
        send(0, new RegisterProduct(PRODUCT, "Lamp", "sku-1", IN_MAIN, "main"));
        send(1, new ReceiveStock(PRODUCT, "north", IN_NORTH, "delivery"));
        var clients = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < CLIENTS; i++) {
            var own = new Random(random.nextLong());
            clients.add(
                    CompletableFuture.runAsync(
                            () -> sendCommands(own), Thread::startVirtualThread));
        }
        clients.forEach(client -> client.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join());

        var logged = new LoggedStock();
        for (EventEnvelope event : store.load(PRODUCT, Integer.MAX_VALUE)) {
            logged.apply(event.payload());
            assertThat(logged.boundTo("main"))
                    .as("version %d, %s", event.sequenceNumber(), event.payload())
                    .isLessThanOrEqualTo(logged.onHandIn("main"));
            assertThat(logged.free()).isNotNegative();
        }
        assertThat(logged.received()).isEqualTo(IN_MAIN + IN_NORTH);
        assertThat(logged.shipped()).isPositive().isEqualTo(shippedUnits.get());
        assertThat(products.load(PRODUCT).totalStock())
                .isEqualTo(logged.received() - logged.shipped());
        assertThat(shortCommands).as("commands that were short").hasPositiveValue();
    }

    private void sendCommands(Random random) {
        for (int i = 0; i < COMMANDS_PER_CLIENT; i++) {
            Command command = command(random);
            CommandOutcome outcome = send(random.nextInt(2), command);
            if (outcome instanceof Recorded && command instanceof ShipStock shipped) {
                shippedUnits.addAndGet(shipped.quantity());
            }
            if (outcome instanceof Refused(InsufficientWarehouseStock _)) {
                shortCommands.incrementAndGet();
            }
        }
    }

    private static Command command(Random random) {
        String order = "order-" + random.nextInt(ORDERS);
        long quantity = 1L + random.nextInt(12);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> new ReserveStock(PRODUCT, order, quantity, null, false, "main");
            case 3, 4 ->
                    new ChangeReservation(
                            PRODUCT, order, quantity, new Edit.Keep<>(), warehouse(random));
            case 5, 6 ->
                    new ShipStock(PRODUCT, order, "main", 1 + quantity / 4, random.nextBoolean());
            default -> new CancelReservation(PRODUCT, order);
        };
    }

    /** Mostly the warehouse stays; at times a reservation is from anywhere, or bound again. */
    private static Edit<String> warehouse(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Edit.SetTo<>(null);
            case 1 -> new Edit.SetTo<>("main");
            default -> new Edit.Keep<>();
        };
    }

    private CommandOutcome send(int instance, Command command) {
        return instances
                .get(instance)
                .submit(CommandRequest.of(command))
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
