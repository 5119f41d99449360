package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.LIMITS;
import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.LineChange;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.WholeOrderCommand;
import io.stockledger.command.eventstore.InMemoryEventStore;
import io.stockledger.command.eventstore.InMemorySnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Commands on whole orders, whose products are looked up before the decision. */
class WholeOrdersTest {

    private final InMemoryEventStore log = new InMemoryEventStore();
    private final LoopRun run =
            new LoopRun(LIMITS, log, new InMemorySnapshotStore(), Runnable::run)
                    .withProducts("p-1", "p-2", "p-3");

    private static CancelOrder cancel(String orderId) {
        return new CancelOrder(orderId, Set.of());
    }

    /** Sets the quantity of these products to 1 each. */
    private static ChangeOrder change(String orderId, String... productIds) {
        var lines = new ArrayList<LineChange>();
        for (String productId : productIds) {
            lines.add(new LineChange(productId, 1, new Edit.Keep<>()));
        }
        return new ChangeOrder(orderId, lines, new Edit.Keep<>(), Set.of());
    }

    /** The request as the caller completes it, on the present state of the log. */
    private CommandRequest complete(WholeOrderCommand command) {
        CommandRequest request = CommandRequest.of(command);
        request.setProductsOfOrder(log.productsOfOrders(List.of(command.orderId())));
        return request;
    }

    private List<String> held(String orderId) {
        var repository = new ProductRepository(log, new InMemorySnapshotStore());
        return List.of("p-1", "p-2", "p-3").stream()
                .filter(id -> repository.load(id).heldBy(orderId, Instant.EPOCH) != null)
                .toList();
    }

    @Test
    void a_complete_command_on_unchanged_products_is_decided_without_another_look_up() {
        run.outcomeOf(reserve("p-1", "o-1", 2));
        run.outcomeOf(reserve("p-2", "o-1", 3));
        int before = run.store.lookUps;

        var cancelled = run.submit(complete(cancel("o-1")), 10_000);
        run.finish();

        assertThat(recorded(cancelled).events())
                .extracting(event -> event.payload())
                .containsExactly(
                        new ReservationCancelled("p-1", "o-1", 2),
                        new ReservationCancelled("p-2", "o-1", 3));
        assertThat(run.store.lookUps).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_order_that_got_more_products_after_the_look_up_is_cancelled_as_a_whole(boolean alone) {
        if (alone) {
            run.alone("p-3");
        }
        run.outcomeOf(reserve("p-1", "o-1", 2));
        CommandRequest cancel = complete(cancel("o-1"));
        run.send(complete(change("o-1", "p-1", "p-2")));
        var cancelled = run.submit(cancel, 10_000);
        run.finish();

        assertThat(recorded(cancelled).events()).hasSize(2);
        assertThat(held("o-1")).isEmpty();
        run.assertMemoryAgreesWithTheLog("p-1");
        run.assertMemoryAgreesWithTheLog("p-2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_order_that_another_instance_changed_after_the_look_up_is_cancelled_as_a_whole(
            boolean alone) {
        run.outcomeOf(reserve("p-1", "o-1", 2));
        if (alone) {
            run.alone("p-3");
        }
        CommandRequest cancel = complete(cancel("o-1"));
        LoopRun other = run.sibling();
        other.send(complete(change("o-1", "p-1", "p-2")));
        other.finish();
        var cancelled = run.submit(cancel, 10_000);
        run.finish();

        assertThat(recorded(cancelled).events()).hasSize(2);
        assertThat(held("o-1")).isEmpty();
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void what_an_order_got_from_another_order_is_part_of_it() {
        run.outcomeOf(reserve("p-1", "o-1", 2));
        run.outcomeOf(reserve("p-1", "o-2", 1));
        run.outcomeOf(reserve("p-2", "o-2", 1));
        CommandRequest cancel = complete(cancel("o-1"));
        run.send(complete(new ReassignOrder("o-2", "o-1", null, Set.of())));
        var cancelled = run.submit(cancel, 10_000);
        run.finish();

        assertThat(recorded(cancelled).events()).hasSize(2);
        assertThat(held("o-1")).isEmpty();
    }

    @Test
    void a_basket_that_is_reserved_after_the_look_up_gets_the_end_on_all_its_lines() {
        var edit =
                new ChangeOrder(
                        "o-1",
                        List.of(new LineChange("p-1", 2, new Edit.Keep<>())),
                        new Edit.SetTo<>(60),
                        Set.of());
        CommandRequest late = complete(edit);
        run.send(complete(change("o-1", "p-1", "p-2")));
        var changed = run.submit(late, 10_000);
        run.finish();

        assertThat(recorded(changed).events())
                .extracting(event -> event.payload())
                .containsExactly(
                        new ReservationChanged(
                                "p-1", "o-1", 1, 2, LoopRun.NOON.plusSeconds(60), null),
                        new ReservationChanged(
                                "p-2", "o-1", 1, 1, LoopRun.NOON.plusSeconds(60), null));
    }

    @Test
    void events_of_other_orders_need_no_other_look_up() {
        run.outcomeOf(reserve("p-1", "o-1", 2));
        CommandRequest cancel = complete(cancel("o-1"));
        run.outcomeOf(reserve("p-1", "o-2", 5));
        run.send(reserve("p-1", "o-3", 1));
        var cancelled = run.submit(cancel, 10_000);
        run.finish();

        assertThat(recorded(cancelled).events()).hasSize(1);
        assertThat(run.store.lookUps).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_product_that_is_added_without_a_change_of_the_others_is_cancelled_too(boolean alone) {
        run.outcomeOf(reserve("p-1", "o-1", 1));
        if (alone) {
            run.alone("p-3");
        }
        CommandRequest cancel = complete(cancel("o-1"));
        LoopRun other = run.sibling();
        other.send(complete(change("o-1", "p-1", "p-2")));
        other.finish();
        assertThat(other.eventsOf("p-1")).hasSize(2);
        var cancelled = run.submit(cancel, 10_000);
        run.finish();

        assertThat(recorded(cancelled).events()).hasSize(2);
        assertThat(held("o-1")).isEmpty();
    }

    @Test
    void an_order_that_gets_more_products_in_the_batch_in_flight_is_cancelled_as_a_whole() {
        run.outcomeOf(reserve("p-1", "o-1", 1));
        run.alone("p-3");
        var appends = new HeldAppends();
        run.appender = appends;
        CommandRequest cancel = complete(cancel("o-1"));
        run.send(complete(change("o-1", "p-1", "p-2")));
        run.pass();
        var cancelled = run.submit(cancel, 10_000);
        var other = run.submit(receive("p-3", 1));
        run.pass();
        appends.runNext();
        run.appender = Runnable::run;
        run.pass();
        while (!appends.isEmpty()) {
            appends.runNext();
        }
        run.finish();

        assertThat(recorded(cancelled).events()).hasSize(2);
        assertThat(held("o-1")).isEmpty();
        assertThat(recorded(other).events()).hasSize(1);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    /**
     * The first decision reserves the product in the same batch and does not rest on the products
     * of the order; the second one knows that the key is recorded and rests on them.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_decision_that_is_made_again_may_find_that_the_order_has_more_products(boolean alone) {
        if (alone) {
            run.alone("p-3");
        }
        CommandRequest cancel = complete(cancel("o-1"));
        LoopRun other = run.sibling();
        other.send(keyed());
        other.finish();
        other.outcomeOf(cancel("o-1"));
        var repeated = run.submit(keyed(), 10_000);
        var cancelled = run.submit(cancel, 10_000);
        run.finish();

        assertThat(repeated.join()).isInstanceOf(CommandOutcome.Replayed.class);
        assertThat(refused(cancelled).refusal().name()).isEqualTo("reservation-not-found");
    }

    private static CommandRequest keyed() {
        return CommandRequest.of(reserve("p-1", "o-1", 2)).withKey("key-1");
    }

    @Test
    void the_other_commands_of_the_batch_do_not_wait_for_the_look_up() {
        run.outcomeOf(reserve("p-1", "o-1", 1));
        CommandRequest cancel = complete(cancel("o-1"));
        run.sibling().outcomeOf(reserve("p-2", "o-1", 1));
        var cancelled = run.submit(cancel, 10_000);
        var other = run.submit(receive("p-3", 1));
        run.passAtOnce();

        assertThat(recorded(other).events()).hasSize(1);
        assertThat(cancelled).isNotDone();
        run.finish();
        assertThat(recorded(cancelled).events()).hasSize(2);
    }

    @Test
    void a_command_that_was_not_completed_is_completed_by_the_loop() {
        run.outcomeOf(reserve("p-1", "o-1", 2));
        run.outcomeOf(reserve("p-3", "o-1", 2));

        var moved = run.submitAndFinish(new ReassignOrder("o-1", "o-2", null, Set.of()));
        var nothing = run.submitAndFinish(cancel("o-1"));

        assertThat(recorded(moved).events()).hasSize(2);
        assertThat(refused(nothing).refusal().name()).isEqualTo("reservation-not-found");
        assertThat(held("o-2")).containsExactly("p-1", "p-3");
    }

    @Test
    void a_look_up_of_an_earlier_epoch_is_ignored() {
        run.outcomeOf(reserve("p-1", "o-1", 2));
        CommandRequest cancel = complete(cancel("o-1"));
        run.putBackTo(3);
        LoopRun other = run.sibling();
        other.outcomeOf(reserve("p-2", "o-1", 1));
        var cancelled = run.submit(cancel, 10_000);
        run.finish();

        assertThat(recorded(cancelled).events()).hasSize(1);
        assertThat(held("o-1")).isEmpty();
    }
}
