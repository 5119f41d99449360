package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.RandomCommands;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.Seeds;
import io.stockledger.events.EventEnvelope;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Two instances on one event store that change the same products. */
class TwoInstancesIT {

    private static final int CLIENTS = 24;
    private static final int COMMANDS_PER_CLIENT = 60;
    private static final int PRODUCTS = 4;

    @Test
    void every_acknowledged_event_is_in_the_log_once_and_no_quantity_is_negative() {
        Random random = Seeds.one("two instances hammer the same products");
        RunningCommandService shared = RunningCommandService.shared();
        Calls one = new Calls(shared.url());
        var products = new ArrayList<String>();
        for (int i = 0; i < PRODUCTS; i++) {
            products.add(one.product(500));
        }
        var acknowledged = new ConcurrentLinkedQueue<String>();
        try (RunningCommandService sibling = shared.startSibling()) {
            Calls other = new Calls(sibling.url());
            var clients = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < CLIENTS; i++) {
                Calls calls = i % 2 == 0 ? one : other;
                var own = new Random(random.nextLong());
                clients.add(
                        CompletableFuture.runAsync(
                                () -> sendCommands(calls, products, own, acknowledged),
                                Thread::startVirtualThread));
            }
            clients.forEach(client -> client.orTimeout(120, TimeUnit.SECONDS).join());
        }

        checkLog(shared.recordedLog(), products, acknowledged);
    }

    private static void sendCommands(
            Calls calls, List<String> products, Random random, Collection<String> acknowledged) {
        RandomCommands commands = RandomCommands.sane(random);
        for (int i = 0; i < COMMANDS_PER_CLIENT; i++) {
            String product = products.get(random.nextInt(products.size()));
            var command = commands.next(product);
            Answer answer = CommandJson.send(calls, command);
            if (answer.status() == 200) {
                answer.body()
                        .get("events")
                        .forEach(event -> acknowledged.add(event.get("eventId").asString()));
            } else {
                assertThat(answer.status())
                        .as("%s: %s", command, answer.body())
                        .isBetween(400, 422);
                assertThat(answer.problem()).isNotEqualTo("version-mismatch");
            }
        }
    }

    private static void checkLog(
            EventStore log, List<String> products, Collection<String> acknowledged) {
        var recorded = new ArrayList<String>();
        for (String productId : products) {
            List<EventEnvelope> events = log.load(productId, Integer.MAX_VALUE);
            assertThat(events)
                    .extracting(EventEnvelope::sequenceNumber)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, events.size()).boxed().toList());
            var product = new Product(productId);
            for (EventEnvelope event : events) {
                // Throws if a warehouse becomes negative or a figure is impossible.
                ProductRepository.apply(product, event);
                if (event.sequenceNumber() > 1) {
                    recorded.add(event.eventId().toString());
                }
            }
            assertThat(product.warehouses().values()).allMatch(stock -> stock.onHand() >= 0);
        }
        assertThat(recorded).containsExactlyInAnyOrderElementsOf(acknowledged);
    }
}
