package io.stockledger.command.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.testing.MigratedDatabase;
import io.stockledger.command.writer.CommandOutcome;
import io.stockledger.command.writer.CommandProcessor;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.command.writer.WriterLimits;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.teststack.SettableClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Reservations that get another end, or another order, before they expire. */
class ChangedExpiriesIT {

    private static final MigratedDatabase DATABASE = new MigratedDatabase();
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final PostgresEventStore store = new PostgresEventStore(DATABASE.application());
    private final CommandProcessor processor =
            new CommandProcessor(
                    store,
                    new PostgresSnapshotStore(DATABASE.application()),
                    new SimpleMeterRegistry(),
                    clock,
                    WriterLimits.defaults());
    private final ExpirySweep sweep =
            new ExpirySweep(
                    new ReservationDeadlines(JdbcClient.create(DATABASE.application())),
                    new TransactionTemplate(
                            new DataSourceTransactionManager(DATABASE.application())),
                    processor,
                    clock,
                    100);
    private final String product = "p/" + UUID.randomUUID();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void start() {
        processor.start();
        send(new RegisterProduct(product, "Lamp", "sku-1", 100, "main"));
        send(new ReserveStock(product, "o-1", 3, 60, false));
    }

    @AfterEach
    void stop() {
        processor.stop();
    }

    private void send(Command command) {
        assertThat(processor.submit(CommandRequest.of(command)).orTimeout(60, TimeUnit.SECONDS))
                .succeedsWithin(60, TimeUnit.SECONDS)
                .isInstanceOf(CommandOutcome.Recorded.class);
    }

    private List<InventoryEvent> expiredAfter(int seconds) {
        clock.set(NOON.plusSeconds(seconds));
        sweep.sweep();
        return store.load(product, 100).stream()
                .<InventoryEvent>map(event -> event.payload())
                .filter(ReservationExpired.class::isInstance)
                .toList();
    }

    private ChangeReservation end(@Nullable Integer expiresInSeconds) {
        return new ChangeReservation(
                product, "o-1", null, new Edit.SetTo<>(expiresInSeconds), new Edit.Keep<>());
    }

    @Test
    void a_reservation_with_a_later_end_expires_then() {
        send(end(120));

        assertThat(expiredAfter(60)).isEmpty();
        assertThat(expiredAfter(119)).isEmpty();
        assertThat(expiredAfter(120)).containsExactly(new ReservationExpired(product, "o-1", 3));
    }

    @Test
    void a_reservation_with_an_earlier_end_expires_then() {
        send(end(30));

        assertThat(expiredAfter(30)).containsExactly(new ReservationExpired(product, "o-1", 3));
        assertThat(expiredAfter(60)).hasSize(1);
    }

    @Test
    void a_reservation_without_an_end_any_more_never_expires() {
        send(end(null));

        assertThat(expiredAfter(60)).isEmpty();
        assertThat(expiredAfter(2_592_000)).isEmpty();
        assertThat(store.load(product, 100)).hasSize(3);
    }

    @Test
    void a_reservation_that_gets_an_end_expires() {
        send(new ReserveStock(product, "o-2", 4));
        send(new ChangeReservation(product, "o-2", 5L, new Edit.SetTo<>(90), new Edit.Keep<>()));

        assertThat(expiredAfter(90))
                .containsExactlyInAnyOrder(
                        new ReservationExpired(product, "o-1", 3),
                        new ReservationExpired(product, "o-2", 5));
    }

    @Test
    void a_reassigned_reservation_expires_for_the_order_that_got_it() {
        send(new ReassignOrder("o-1", "o-2", Set.of(product), Set.of()));

        assertThat(expiredAfter(60)).containsExactly(new ReservationExpired(product, "o-2", 3));
    }

    @Test
    void a_reassigned_reservation_expires_at_the_later_end_of_both() {
        send(new ReserveStock(product, "o-2", 4, 120, false));
        send(new ReassignOrder("o-1", "o-2", Set.of(product), Set.of()));

        assertThat(expiredAfter(60)).isEmpty();
        assertThat(expiredAfter(120)).containsExactly(new ReservationExpired(product, "o-2", 7));
    }
}
