package io.stockledger.benchmarks.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.baseline.LoadFoldAppend;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.events.EventEnvelope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogFillIT {

    private static final int PRODUCTS = 3;

    private BenchmarkPostgres postgres;

    @BeforeAll
    void startPostgres(@TempDir Path folder) throws Exception {
        postgres = new BenchmarkPostgres(folder);
    }

    @AfterAll
    void stopPostgres() {
        postgres.close();
    }

    @Test
    void a_filled_log_has_each_position_once_up_to_the_head_position() throws Exception {
        try (EventsDatabase database = postgres.createEventsDatabase();
                HikariDataSource application = database.application()) {
            assertThat(new LogFill(database, PRODUCTS).fill(15, _ -> {})).isEqualTo(15);
            List<EventEnvelope> events =
                    new PostgresEventStore(application)
                            .loadSince(
                                    Map.of(
                                            FilledProducts.id(0), 0L,
                                            FilledProducts.id(1), 0L,
                                            FilledProducts.id(2), 0L),
                                    100);
            assertThat(events.stream().map(EventEnvelope::position).sorted())
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 15).boxed().toList());
            assertThat(database.eventsBehindRelay()).isEqualTo(15);
        }
    }

    @Test
    void a_filled_product_is_the_same_loaded_from_its_snapshot_and_replayed_from_its_events()
            throws Exception {
        for (long length : List.of(1, 4, 5)) {
            try (EventsDatabase database = postgres.createEventsDatabase();
                    HikariDataSource application = database.application()) {
                new LogFill(database, PRODUCTS).fill(length * PRODUCTS, _ -> {});
                var events = new PostgresEventStore(application);
                var snapshots = new PostgresSnapshotStore(application);
                String id = FilledProducts.id(1);
                assertThat(snapshots.load(List.of(id)))
                        .hasEntrySatisfying(id, s -> assertThat(s.version()).isEqualTo(length));
                Product fromSnapshot = new ProductRepository(events, snapshots).load(id);
                snapshots.discard(Objects.requireNonNull(snapshots.load(List.of(id)).get(id)));
                Product replayed = new ProductRepository(events, snapshots).load(id);

                assertThat(fromSnapshot.version()).isEqualTo(length);
                assertThat(fromSnapshot.warehouses()).isEqualTo(replayed.warehouses());
                assertThat(fromSnapshot.reservations()).isEqualTo(replayed.reservations());
                assertThat(fromSnapshot.name()).isEqualTo(replayed.name());
            }
        }
    }

    @Test
    void
            the_product_of_a_long_stream_is_the_same_loaded_from_its_snapshot_and_replayed_from_its_events()
                    throws Exception {
        try (EventsDatabase database = postgres.createEventsDatabase();
                HikariDataSource application = database.application()) {
            new LongStreamFill(database, 40, 10).fill(4);
            var events = new PostgresEventStore(application);
            var snapshots = new PostgresSnapshotStore(application);
            String id = FilledProducts.id(LongStreamFill.LARGE);
            Product fromSnapshot = new ProductRepository(events, snapshots).load(id);
            var snapshot = Objects.requireNonNull(snapshots.load(List.of(id)).get(id));
            assertThat(snapshot.version()).isEqualTo(36);
            snapshots.discard(snapshot);
            Product replayed = new ProductRepository(events, snapshots).load(id);

            assertThat(fromSnapshot.version()).isEqualTo(40);
            assertThat(fromSnapshot.reservations()).hasSize(10).isEqualTo(replayed.reservations());
            assertThat(fromSnapshot.warehouses()).isEqualTo(replayed.warehouses());
            assertThat(
                            new ProductRepository(events, snapshots)
                                    .load(FilledProducts.id(LongStreamFill.NEW))
                                    .version())
                    .isEqualTo(1);
        }
    }

    @Test
    void load_fold_append_records_every_one_of_many_concurrent_reservations_of_one_product()
            throws Exception {
        try (EventsDatabase database = postgres.createEventsDatabase();
                HikariDataSource owner = database.owner(8)) {
            LoadFoldAppend.createProducts(owner, PRODUCTS);
            LoadFoldAppend handler = new LoadFoldAppend(owner);
            List<Future<Long>> versions = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 64; i++) {
                    String orderId = "order-" + i;
                    versions.add(
                            threads.submit(
                                    () ->
                                            handler.handle(
                                                            new ReserveStock(
                                                                    FilledProducts.id(0),
                                                                    orderId,
                                                                    1))
                                                    .version()));
                }
            }
            assertThat(versions.stream().map(Future::resultNow).sorted())
                    .containsExactlyElementsOf(LongStream.rangeClosed(2, 65).boxed().toList());
        }
    }
}
