package io.stockledger.command.eventstore;

import static io.stockledger.command.eventstore.SampleEvents.event;
import static io.stockledger.command.eventstore.SampleEvents.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductDecisions;
import io.stockledger.command.domain.ProductFigures;
import io.stockledger.command.domain.RandomCommands;
import io.stockledger.command.eventstore.SnapshotStore.Snapshot;
import io.stockledger.command.testing.Seeds;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.LogEpoch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

class ProductRepositoryTest {

    private static final LogEpoch EPOCH = new LogEpoch(UUID.randomUUID(), 1);
    private static final String PRODUCT = "p-1";

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();
    private final ProductRepository repository = new ProductRepository(events, snapshots);

    @Test
    void an_unknown_product_is_at_version_0() {
        assertThat(repository.load("nobody").isRegistered()).isFalse();
    }

    @Test
    void a_history_longer_than_one_fetch_is_loaded_completely() {
        int length = 2 * ProductLoad.EVENTS_PER_FETCH_MAX;
        events.append(next(PRODUCT, 0, length));
        events.append(next("short", 0, 3));

        Map<String, Product> loaded = repository.load(List.of(PRODUCT, "short", "nobody"));

        assertThat(loaded.get(PRODUCT)).returns((long) length, Product::version);
        assertThat(loaded.get("short")).returns(3L, Product::version);
        assertThat(loaded.get("nobody")).returns(0L, Product::version);
    }

    @Test
    void loaded_events_cannot_be_undone() {
        events.append(next(PRODUCT, 0, 3));
        Product product = repository.load(PRODUCT);

        product.undo(0);

        assertThat(product.version()).isEqualTo(3);
    }

    @Test
    void a_load_from_a_snapshot_equals_a_replay_of_all_events() {
        Seeds.forEach("snapshot and later events equal a replay", 200, this::checkSnapshotAndTail);
    }

    private void checkSnapshotAndTail(Random random) {
        String productId = "p-" + random.nextLong();
        Product handled = new Product(productId);
        RandomCommands commands = RandomCommands.sane(random);
        int snapshotAt = 1 + random.nextInt(40);
        send(handled, new RegisterProduct(productId, "Lamp", "sku-1", 50, "main"));
        for (int i = 0; i < 80; i++) {
            if (i == snapshotAt) {
                snapshots.save(EPOCH, List.of(ProductSnapshotJson.write(handled)));
            }
            send(handled, commands.next(productId));
        }

        Product fromSnapshot = repository.load(productId);
        Product replayed =
                new ProductRepository(events, new InMemorySnapshotStore()).load(productId);

        assertThat(ProductFigures.of(fromSnapshot)).isEqualTo(ProductFigures.of(handled));
        assertThat(ProductFigures.of(replayed)).isEqualTo(ProductFigures.of(handled));
    }

    private void send(Product product, ProductCommand command) {
        if (ProductDecisions.decide(product, command, null, SampleEvents.NOON)
                instanceof Acceptance(var accepted)) {
            accepted.forEach(event -> append(product, event));
        }
    }

    private void append(Product product, InventoryEvent event) {
        Instant at = SampleEvents.NOON.plusSeconds(product.version());
        long version = product.version();
        product.apply(event, at);
        events.append(
                new SampleBatch(
                        Map.of(product.productId(), version),
                        List.of(
                                new StreamEvent(
                                        UUID.randomUUID(),
                                        product.productId(),
                                        version + 1,
                                        at,
                                        event,
                                        new EventMetadata("c", null, null, null, null)))));
    }

    @Test
    void a_snapshot_keeps_the_expiry_of_a_reservation() {
        Product product = new Product(PRODUCT);
        append(product, event(PRODUCT, 1).payload());
        append(product, new StockReserved(PRODUCT, "o/1", 3, SampleEvents.NOON));
        snapshots.save(EPOCH, List.of(ProductSnapshotJson.write(product)));

        assertThat(ProductFigures.of(repository.load(PRODUCT)))
                .isEqualTo(ProductFigures.of(product));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "7",
                "{\"name\":\"n\",\"sku\":\"s\",\"updatedAt\":\"soon\",\"warehouses\":{},"
                        + "\"reservations\":{}}"
            })
    void an_unreadable_snapshot_is_discarded_and_the_events_are_replayed(String state) {
        events.append(next(PRODUCT, 0, 5));
        snapshots.save(EPOCH, List.of(new Snapshot(PRODUCT, 4, ProductSnapshotJson.FORMAT, state)));

        assertThat(repository.load(PRODUCT).version()).isEqualTo(5);
        assertThat(snapshots.load(List.of(PRODUCT))).isEmpty();
    }

    @Test
    void a_snapshot_of_another_format_is_discarded_and_the_events_are_replayed() {
        events.append(next(PRODUCT, 0, 5));
        Snapshot readable = ProductSnapshotJson.write(repository.load(PRODUCT));
        snapshots.save(
                EPOCH,
                List.of(
                        new Snapshot(
                                PRODUCT, 5, ProductSnapshotJson.FORMAT + 1, readable.state())));

        assertThat(repository.load(PRODUCT).version()).isEqualTo(5);
        assertThat(snapshots.load(List.of(PRODUCT))).isEmpty();
    }

    @Test
    void a_snapshot_ahead_of_its_stream_is_discarded_and_the_events_are_replayed() {
        events.append(next(PRODUCT, 0, 5));
        Snapshot readable = ProductSnapshotJson.write(repository.load(PRODUCT));
        snapshots.save(
                EPOCH, List.of(new Snapshot(PRODUCT, 9, readable.format(), readable.state())));

        assertThat(repository.load(PRODUCT).version()).isEqualTo(5);
        assertThat(snapshots.load(List.of(PRODUCT))).isEmpty();
    }

    @Test
    void an_event_that_is_not_the_next_in_sequence_is_not_applied() {
        events.append(next(PRODUCT, 0, 2));
        Product product = repository.load(PRODUCT);
        var stored = events.load(PRODUCT, 10).getLast();

        assertThatThrownBy(() -> ProductRepository.apply(product, stored))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the stream of a product jumps from 2 to 2");
    }
}
