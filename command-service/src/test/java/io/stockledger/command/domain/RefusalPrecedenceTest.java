package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.MAIN;
import static io.stockledger.command.domain.Scenario.NORTH;
import static io.stockledger.command.domain.Scenario.ORDER;
import static io.stockledger.command.domain.Scenario.PRODUCT;
import static io.stockledger.command.domain.Scenario.archived;
import static io.stockledger.command.domain.Scenario.given;
import static io.stockledger.command.domain.Scenario.received;
import static io.stockledger.command.domain.Scenario.registered;
import static io.stockledger.command.domain.Scenario.reserved;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.Refusal.AlreadyRegistered;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.command.domain.Refusal.IdempotencyKeyReused;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.OrderReservationsExist;
import io.stockledger.command.domain.Refusal.OrderReservationsNotFound;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReservationExists;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.ReturnBeyondShipment;
import io.stockledger.command.domain.Refusal.ShipmentNotFound;
import io.stockledger.command.domain.Refusal.StaleCount;
import io.stockledger.command.domain.Refusal.VersionMismatch;
import io.stockledger.command.domain.Refusal.WouldOversell;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** If two refusals apply, the first in the order of precedence of the contract is given. */
class RefusalPrecedenceTest {

    private static final long STALE = 99;

    record Pair(
            String name,
            Scenario scenario,
            ProductCommand command,
            @Nullable Long expectedVersion,
            Class<? extends Refusal> first) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Pair> pairs() {
        return Stream.of(
                        aboutTheProduct(),
                        aboutAnArchivedProduct(),
                        aboutTheReservation(),
                        aboutTheQuantity())
                .flatMap(List::stream);
    }

    private static List<Pair> aboutTheProduct() {
        var unknown = given();
        var known = given(registered(10));
        return List.of(
                new Pair(
                        "an unknown product before a version",
                        unknown,
                        new ReceiveStock(PRODUCT, MAIN, 1, "r"),
                        STALE,
                        ProductNotFound.class),
                new Pair(
                        "an unknown product before a missing reservation",
                        unknown,
                        new CancelReservation(PRODUCT, ORDER),
                        null,
                        ProductNotFound.class),
                new Pair(
                        "an unknown product before a quantity",
                        unknown,
                        new ReserveStock(PRODUCT, ORDER, 0),
                        null,
                        ProductNotFound.class),
                new Pair(
                        "an unknown product before the version of a count",
                        unknown,
                        new CountStock(PRODUCT, MAIN, -1, "r", new CountedAt(5, null)),
                        null,
                        ProductNotFound.class),
                new Pair(
                        "a known product before a version",
                        known,
                        new RegisterProduct(PRODUCT, "n", "s", 1, MAIN),
                        STALE,
                        AlreadyRegistered.class),
                new Pair(
                        "a known product before a quantity",
                        known,
                        new RegisterProduct(PRODUCT, "n", "s", -1, MAIN),
                        null,
                        AlreadyRegistered.class),
                new Pair(
                        "a version before a missing reservation",
                        known,
                        new ShipStock(PRODUCT, ORDER, MAIN, 1),
                        STALE,
                        VersionMismatch.class),
                new Pair(
                        "a version before a quantity",
                        known,
                        new ReceiveStock(PRODUCT, MAIN, 0, "r"),
                        STALE,
                        VersionMismatch.class),
                new Pair(
                        "the version of a count before its quantity",
                        known,
                        new CountStock(PRODUCT, MAIN, -1, "r", new CountedAt(5, null)),
                        null,
                        VersionMismatch.class));
    }

    private static List<Pair> aboutAnArchivedProduct() {
        var archived = given(registered(10), reserved(ORDER, 2), archived());
        return List.of(
                new Pair(
                        "a version before an archived product",
                        archived,
                        new ReceiveStock(PRODUCT, MAIN, 1, "r"),
                        STALE,
                        VersionMismatch.class),
                new Pair(
                        "a known product before an archived product",
                        archived,
                        new RegisterProduct(PRODUCT, "n", "s", 1, MAIN),
                        null,
                        AlreadyRegistered.class),
                new Pair(
                        "an archived product before a reservation that exists",
                        archived,
                        new ReserveStock(PRODUCT, ORDER, 3),
                        null,
                        ArchivedProduct.class),
                new Pair(
                        "an archived product before a quantity",
                        archived,
                        new ReceiveStock(PRODUCT, MAIN, 0, "r"),
                        null,
                        ArchivedProduct.class),
                new Pair(
                        "an archived product before a lack of stock",
                        archived,
                        new ReserveStock(PRODUCT, "other", 11),
                        null,
                        ArchivedProduct.class),
                new Pair(
                        "an archived product before a shipment beyond the reservation",
                        archived,
                        new ShipStock(PRODUCT, "other", MAIN, 99, true),
                        null,
                        ArchivedProduct.class));
    }

    private static List<Pair> aboutTheReservation() {
        var held = given(registered(10), reserved(ORDER, 2));
        return List.of(
                new Pair(
                        "a version before a reservation that exists",
                        held,
                        new ReserveStock(PRODUCT, ORDER, 1),
                        STALE,
                        VersionMismatch.class),
                new Pair(
                        "a missing reservation before a quantity",
                        held,
                        new ShipStock(PRODUCT, "other", MAIN, 0),
                        null,
                        ReservationNotFound.class),
                new Pair(
                        "a missing reservation before a lack of stock",
                        held,
                        new ShipStock(PRODUCT, "other", MAIN, 11),
                        null,
                        ReservationNotFound.class),
                new Pair(
                        "a reservation that exists before a quantity",
                        held,
                        new ReserveStock(PRODUCT, ORDER, 0),
                        null,
                        ReservationExists.class),
                new Pair(
                        "a reservation that exists before a lack of stock",
                        held,
                        new ReserveStock(PRODUCT, ORDER, 11),
                        null,
                        ReservationExists.class));
    }

    private static List<Pair> aboutTheQuantity() {
        var held = given(registered(10), received(NORTH, 90), reserved(ORDER, 50));
        long max = Quantities.QUANTITY_MAX;
        return List.of(
                new Pair(
                        "a quantity beyond the greatest before a lack of stock",
                        held,
                        new ReserveStock(PRODUCT, "other", max + 1),
                        null,
                        InvalidQuantity.class),
                new Pair(
                        "more than is reserved before a lack of stock",
                        held,
                        new ShipStock(PRODUCT, ORDER, MAIN, 51),
                        null,
                        InvalidQuantity.class),
                new Pair(
                        "a quantity beyond the greatest before an empty warehouse",
                        held,
                        new TransferStock(PRODUCT, MAIN, NORTH, max + 1, "r"),
                        null,
                        InvalidQuantity.class),
                new Pair(
                        "a quantity before a stale count",
                        held,
                        new AdjustStock(PRODUCT, MAIN, -1, "r", 9L),
                        null,
                        InvalidQuantity.class),
                new Pair(
                        "a total beyond the greatest before a stale count",
                        held,
                        new AdjustStock(PRODUCT, MAIN, max, "r", 9L),
                        null,
                        InvalidQuantity.class),
                new Pair(
                        "a stale count before overselling",
                        held,
                        new AdjustStock(PRODUCT, NORTH, 0, "r", 9L),
                        null,
                        StaleCount.class));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void of_two_refusals_that_apply_the_first_in_the_order_of_precedence_is_given(Pair pair) {
        assertThat(pair.scenario().when(pair.command(), pair.expectedVersion()).decision())
                .isInstanceOf(pair.first());
    }

    @Test
    void refusals_are_declared_in_their_order_of_precedence() {
        assertThat(Refusal.class.getPermittedSubclasses())
                .containsExactly(
                        IdempotencyKeyReused.class,
                        ProductNotFound.class,
                        AlreadyRegistered.class,
                        VersionMismatch.class,
                        ArchivedProduct.class,
                        ReservationNotFound.class,
                        OrderReservationsNotFound.class,
                        ShipmentNotFound.class,
                        ReservationExists.class,
                        OrderReservationsExist.class,
                        InvalidQuantity.class,
                        ReturnBeyondShipment.class,
                        InsufficientStock.class,
                        InsufficientOrderStock.class,
                        InsufficientWarehouseStock.class,
                        StaleCount.class,
                        WouldOversell.class);
    }
}
