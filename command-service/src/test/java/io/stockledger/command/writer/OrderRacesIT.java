package io.stockledger.command.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.LineChange;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.OrderCommand.WholeOrderCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductOfOrder;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two instances on one event store that change the same orders. */
class OrderRacesIT {

    private static final long WAIT_SECONDS = 60;

    /** Less than the 48 units that 16 orders of at most 3 units ask for. */
    private static final long SHARED_QUANTITY = 30;

    private static final MigratedDatabase DATABASE = new MigratedDatabase();

    private final PostgresEventStore store = new PostgresEventStore(DATABASE.application());
    private final ProductRepository products =
            new ProductRepository(store, new PostgresSnapshotStore(DATABASE.application()));
    private final String suffix = "/" + UUID.randomUUID();
    private final List<CommandProcessor> instances = new ArrayList<>();

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

    private String registered(String name, long quantity) {
        String productId = name + suffix;
        send(0, new RegisterProduct(productId, "Lamp", "sku-1", quantity, "main"));
        return productId;
    }

    /** Completes the command as the HTTP edge does, and waits for its outcome. */
    private CommandOutcome send(int instance, Command command) {
        CommandRequest request = CommandRequest.of(command);
        if (command instanceof WholeOrderCommand whole) {
            request.setProductsOfOrder(store.productsOfOrders(List.of(whole.orderId())));
        }
        return instances
                .get(instance % 2)
                .submit(request)
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private CompletableFuture<CommandOutcome> sendAsync(int instance, Command command) {
        return CompletableFuture.supplyAsync(
                () -> send(instance, command), Thread::startVirtualThread);
    }

    @Test
    void concurrent_returns_of_one_order_never_exceed_what_was_shipped() {
        String product = registered("p", 10_000);
        send(0, new ShipStock(product, "o", "main", 50, true));
        var clients = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 24; i++) {
            int client = i;
            clients.add(
                    CompletableFuture.runAsync(
                            () -> shipAndGiveBack(client, product), Thread::startVirtualThread));
        }
        clients.forEach(client -> client.orTimeout(120, TimeUnit.SECONDS).join());

        var order = new ProductOfOrder(product, "o");
        var found = store.shipments(Map.of(order, Long.MAX_VALUE)).shipments();
        var shipments = Objects.requireNonNull(found.get(order));
        assertThat(shipments.shipments().shipped()).isEqualTo(50 + 24 * 5);
        assertThat(shipments.shipments().returned()).isEqualTo(shipments.shipments().shipped());
        assertThat(products.load(product).totalStock()).isEqualTo(10_000);
    }

    /** Ships 5 units one by one, and gives back 1 unit after the other until it is refused. */
    private void shipAndGiveBack(int client, String product) {
        for (int i = 0; i < 5; i++) {
            send(client + i, new ShipStock(product, "o", "main", 1, true));
            send(client, giveBack(product));
        }
        while (send(client, giveBack(product)) instanceof Recorded) {
            send(client, new ShipStock(product, "other-" + client, "main", 1, true));
            send(client, new ReturnStock(product, "other-" + client, "main", 1, "r", false, null));
        }
    }

    private static ReturnStock giveBack(String product) {
        return new ReturnStock(product, "o", "main", 1, "unwanted", false, null);
    }

    @Test
    void edits_of_an_order_in_any_order_never_leave_a_half_of_it() {
        Random random = Seeds.one("orders are edited, cancelled and reassigned");
        var all = List.of(registered("a", 100_000), registered("b", 100_000), registered("c", 40));
        Set<String> half = new TreeSet<>();
        for (int round = 0; round < 60; round++) {
            String order = "order-" + round;
            String target = "target-" + round;
            send(round, basket(order, all.getFirst()));
            var commands =
                    new ArrayList<Command>(
                            List.of(
                                    edit(order, all, random),
                                    edit(order, all, random),
                                    new CancelOrder(order, Set.of()),
                                    shipment(order, all, random),
                                    new ReassignOrder(order, target, null, Set.of()),
                                    edit(target, all, random),
                                    new CancelOrder(target, Set.of())));
            Collections.shuffle(commands, random);
            var outcomes = new ArrayList<CompletableFuture<CommandOutcome>>();
            for (Command command : commands) {
                outcomes.add(sendAsync(random.nextInt(2), command));
            }
            outcomes.forEach(CompletableFuture::join);
            boolean shipped = isShipped(order, all);
            for (String each : List.of(order, target)) {
                List<String> held = held(each, all);
                if (!shipped
                        && !held.isEmpty()
                        && !held.equals(all.subList(0, 1))
                        && !held.equals(all)) {
                    half.add(each + " holds " + held);
                }
                send(0, new CancelOrder(each, Set.of()));
            }
        }

        assertThat(half).isEmpty();
        for (String product : all) {
            LoggedStock logged = logged(product);
            long free = products.load(product).availableStock(Instant.EPOCH);
            assertThat(logged.shipped() + logged.held() + free).isEqualTo(logged.received());
            assertThat(logged.shipped()).isPositive();
            assertThat(logged.held()).isZero();
            assertThat(logged.free()).isNotNegative();
            assertThat(products.load(product).totalStock()).isEqualTo(logged.free());
            assertThat(products.load(product).reservations()).isEmpty();
        }
    }

    /** Whether the order was shipped; asserts that a shipment has all its lines, or none. */
    private boolean isShipped(String order, List<String> productIds) {
        List<Long> quantities =
                productIds.stream().map(id -> logged(id).shippedFor(order)).toList();
        assertThat(Set.copyOf(quantities)).as(order + " ships " + quantities).hasSize(1);
        return quantities.getFirst() > 0;
    }

    private static ShipOrder shipment(String order, List<String> productIds, Random random) {
        var shuffled = new ArrayList<>(productIds);
        Collections.shuffle(shuffled, random);
        return new ShipOrder(
                order,
                shuffled.stream().map(id -> new Shipment(id, "main", 1)).toList(),
                random.nextBoolean());
    }

    /** The stock of a product after all its events in the log. */
    private LoggedStock logged(String productId) {
        var logged = new LoggedStock();
        for (EventEnvelope event : store.load(productId, Integer.MAX_VALUE)) {
            logged.apply(event.payload());
        }
        return logged;
    }

    private static ReserveOrder basket(String order, String... productIds) {
        return new ReserveOrder(
                order,
                Arrays.stream(productIds).map(id -> new Line(id, 1)).toList(),
                null,
                Policy.ALL_OR_NOTHING);
    }

    private static ChangeOrder edit(String order, List<String> productIds, Random random) {
        var shuffled = new ArrayList<>(productIds);
        Collections.shuffle(shuffled, random);
        return new ChangeOrder(
                order,
                shuffled.stream()
                        .map(id -> new LineChange(id, 1 + random.nextInt(3), new Edit.Keep<>()))
                        .toList(),
                new Edit.Keep<>(),
                Set.of());
    }

    private List<String> held(String order, List<String> productIds) {
        return productIds.stream()
                .filter(id -> products.load(id).heldBy(order, Instant.EPOCH) != null)
                .toList();
    }

    @Test
    void orders_that_share_products_are_edited_in_any_order_without_a_deadlock() {
        Random random = Seeds.one("orders share products");
        var all = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            all.add(registered("shared-" + i, SHARED_QUANTITY));
        }
        var clients = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 16; i++) {
            int client = i;
            var own = new Random(random.nextLong());
            clients.add(
                    CompletableFuture.runAsync(
                            () -> editManyTimes(client, all, own), Thread::startVirtualThread));
        }
        clients.forEach(client -> client.orTimeout(120, TimeUnit.SECONDS).join());

        for (String product : all) {
            var logged = new LoggedStock();
            for (EventEnvelope event : store.load(product, Integer.MAX_VALUE)) {
                logged.apply(event.payload());
                assertThat(logged.free()).as("%s", event).isNotNegative();
            }
            assertThat(logged.received()).isEqualTo(SHARED_QUANTITY);
            assertThat(products.load(product).reservedStock(Instant.EPOCH))
                    .isEqualTo(logged.held());
            assertThat(products.load(product).totalStock()).isEqualTo(SHARED_QUANTITY);
        }
        for (int i = 0; i < 16; i++) {
            String order = "shared-order-" + i;
            long lines =
                    all.stream()
                            .filter(id -> products.load(id).heldBy(order, Instant.EPOCH) != null)
                            .count();
            assertThat(lines).as(order).isIn(0L, (long) all.size());
        }
    }

    private void editManyTimes(int client, List<String> all, Random random) {
        String order = "shared-order-" + client;
        for (int i = 0; i < 10; i++) {
            CommandOutcome edited = send(random.nextInt(2), edit(order, all, random));
            if (edited instanceof Refused(var refusal)) {
                assertThat(refusal).isInstanceOf(InsufficientOrderStock.class);
            }
            if (random.nextInt(3) == 0) {
                send(random.nextInt(2), new CancelOrder(order, Set.of()));
            }
        }
    }
}
