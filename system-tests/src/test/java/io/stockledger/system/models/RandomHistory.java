package io.stockledger.system.models;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Decision;
import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderDecisions;
import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductDecisions;
import io.stockledger.command.domain.ReturnCommand;
import io.stockledger.command.domain.ShipmentsAt;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** The history of a few products, whose commands are random and decided by the command service. */
final class RandomHistory {

    static final List<String> PRODUCTS = List.of("p-1", "p-2");

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** Receives each event after the aggregate has applied it. */
    @FunctionalInterface
    interface Listener {
        void applied(EventEnvelope event, Product product);
    }

    private final Map<String, Product> products = new HashMap<>();
    private final List<EventEnvelope> events = new ArrayList<>();
    private final RandomCommands commands;
    private final Listener listener;
    private Instant now = START;

    RandomHistory(Random random, Listener listener) {
        this.commands = new RandomCommands(random);
        this.listener = listener;
        for (String productId : PRODUCTS) {
            products.put(productId, new Product(productId));
            send(new RegisterProduct(productId, "Lamp", "sku-1", random.nextLong(60), "main"));
        }
    }

    /**
     * Sends random commands. They are one second apart, so that reservations lapse between them.
     */
    void send(int count) {
        for (int i = 0; i < count; i++) {
            now = now.plusSeconds(1);
            send(commands.next());
        }
    }

    private void send(Command sent) {
        Command command = sent;
        if (command instanceof ReturnCommand returned) {
            command = returned.withShipments(shipments(returned.orderId()));
        }
        Decision decision =
                switch (command) {
                    case ProductCommand c ->
                            ProductDecisions.decide(product(c.productId()), c, null, now);
                    case OrderCommand c -> OrderDecisions.decide(products, c, now);
                };
        if (decision instanceof Acceptance(List<InventoryEvent> accepted)) {
            accepted.forEach(this::apply);
        }
    }

    private void apply(InventoryEvent event) {
        Product product = product(event.productId());
        product.apply(event, now);
        long position = events.size() + 1L;
        var envelope =
                new EventEnvelope(
                        new UUID(7, position),
                        event.productId(),
                        EventEnvelope.INVENTORY,
                        product.version(),
                        position,
                        now,
                        event,
                        new EventMetadata("command", null, null, null, null));
        events.add(envelope);
        listener.applied(envelope, product);
    }

    private Product product(String productId) {
        return products.computeIfAbsent(productId, Product::new);
    }

    private Map<String, ShipmentsAt> shipments(String orderId) {
        var known = new HashMap<String, ShipmentsAt>();
        for (String productId : PRODUCTS) {
            long shipped = 0;
            long returned = 0;
            for (EventEnvelope event : events) {
                if (event.payload() instanceof StockShipped e
                        && e.productId().equals(productId)
                        && e.orderId().equals(orderId)) {
                    shipped += e.quantity();
                } else if (event.payload() instanceof StockReturned e
                        && e.productId().equals(productId)
                        && e.orderId().equals(orderId)) {
                    returned += e.quantity();
                }
            }
            known.put(
                    productId,
                    new ShipmentsAt(
                            product(productId).version(), new OrderShipments(shipped, returned)));
        }
        return known;
    }

    /** All events, in the order of their positions. */
    List<EventEnvelope> events() {
        return events;
    }

    /** The instant of the last command. */
    Instant now() {
        return now;
    }
}
