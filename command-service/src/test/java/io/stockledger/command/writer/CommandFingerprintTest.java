package io.stockledger.command.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.LineChange;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.ReturnedLine;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RenameProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;
import io.stockledger.command.domain.ShipmentsAt;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Fingerprints are stored with the receipts, so they must not change between versions. */
class CommandFingerprintTest {

    private static final Edit<Integer> END_STAYS = new Edit.Keep<>();
    private static final Edit<String> WAREHOUSE_STAYS = new Edit.Keep<>();

    /** Commands of which each two differ, most of them in one field. */
    private static List<Command> different() {
        return Stream.of(catalog(), stock(), reservations(), orders())
                .flatMap(commands -> commands)
                .toList();
    }

    private static Stream<Command> catalog() {
        return Stream.of(
                new RenameProduct("p", "n", null),
                new RenameProduct("p", null, "n"),
                new RenameProduct("p", "n", "n"),
                new SetStockPolicy("p", 1, 2, 3L),
                new SetStockPolicy("p", 1, 2, 0L),
                new SetStockPolicy("p", 1, 2, null),
                new ArchiveProduct("p"),
                new RestoreProduct("p"));
    }

    private static Stream<Command> stock() {
        return Stream.of(
                new ReceiveStock("p", "w", 5, "r"),
                new ReceiveStock("p", "w", 5, "r", true),
                new ShipStock("p", "o", "w", 5),
                new ShipStock("p", "o", "w", 5, true),
                new ReturnStock("p", "o", "w", 5, "r", false, null),
                new ReturnStock("p", "o", "w", 5, "r", true, null),
                new ReturnStock("p", "o", "w", 5, "s", false, null),
                new BlockStock("p", "w", 5, "r"),
                new UnblockStock("p", "w", 5, "r"),
                new WriteOffStock("p", "w", 5, "r", false),
                new WriteOffStock("p", "w", 5, "r", true));
    }

    private static Stream<Command> reservations() {
        return Stream.of(
                new ReserveStock("p", "o", 5, 600, false),
                new ReserveStock("p", "o", 5, 600, false, "w"),
                new ChangeReservation("p", "o", 5L, END_STAYS, WAREHOUSE_STAYS),
                new ChangeReservation("p", "o", null, END_STAYS, set("w")),
                new ChangeReservation("p", "o", 5L, END_STAYS, set("w")),
                new ChangeReservation("p", "o", 5L, END_STAYS, set(null)),
                new ChangeReservation("p", "o", 5L, set(60), WAREHOUSE_STAYS),
                new ChangeReservation("p", "o", 5L, set(null), WAREHOUSE_STAYS),
                new ChangeReservation("p", "o", 5L, set(null), set(null)));
    }

    private static Stream<Command> orders() {
        return Stream.of(
                basket(new Line("p", 5), new Line("q", 6)),
                basket(new Line("p", 5, "w"), new Line("q", 6)),
                basket(new Line("p", 5), new Line("q", 6, "w")),
                basket(new Line("p", 5, "w"), new Line("5", 2, "7")),
                basket(new Line("p", 5), new Line("w", 5), new Line("2", 7)),
                change(END_STAYS, new LineChange("p", 5, WAREHOUSE_STAYS)),
                change(END_STAYS, new LineChange("p", 5, set(null))),
                change(END_STAYS, new LineChange("p", 5, set("w"))),
                change(set(null), new LineChange("p", 5, WAREHOUSE_STAYS)),
                change(set(60), new LineChange("p", 5, WAREHOUSE_STAYS)),
                change(set(60)),
                change(set(null)),
                new CancelOrder("o", Set.of()),
                new ReassignOrder("o", "p", null, Set.of()),
                new ReassignOrder("o", "p", Set.of("q"), Set.of()),
                new ShipOrder("o", List.of(new Shipment("p", "w", 5))),
                new ShipOrder("o", List.of(new Shipment("p", "w", 5)), true),
                new SellOrder("o", List.of(new Shipment("p", "w", 5)), Policy.PARTIAL),
                new SellOrder("o", List.of(new Shipment("p", "w", 5)), Policy.ALL_OR_NOTHING),
                returned(new ReturnedLine("p", "w", 5, "r", false)),
                returned(new ReturnedLine("p", "w", 5, "r", true)));
    }

    private static ReserveOrder basket(Line... lines) {
        return new ReserveOrder("o", List.of(lines), null, Policy.ALL_OR_NOTHING);
    }

    private static ChangeOrder change(Edit<Integer> expiresInSeconds, LineChange... lines) {
        return new ChangeOrder("o", List.of(lines), expiresInSeconds, Set.of());
    }

    private static ReturnOrder returned(ReturnedLine... lines) {
        return new ReturnOrder("o", List.of(lines), Map.of());
    }

    private static <T> Edit<T> set(@Nullable T value) {
        return new Edit.SetTo<>(value);
    }

    @Test
    void different_commands_have_different_fingerprints() {
        assertThat(different())
                .extracting(command -> CommandFingerprint.of(command, null))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_expected_version_is_part_of_the_fingerprint() {
        var command = new ArchiveProduct("p");

        assertThat(
                        List.of(
                                CommandFingerprint.of(command, null),
                                CommandFingerprint.of(command, 0L),
                                CommandFingerprint.of(command, 1L)))
                .doesNotHaveDuplicates();
    }

    @Test
    void values_that_the_service_looks_up_are_not_part_of_the_fingerprint() {
        var shipments = Map.of("p", new ShipmentsAt(3, new OrderShipments(5, 1)));
        var returned = returned(new ReturnedLine("p", "w", 5, "r", false));
        var product = new ReturnStock("p", "o", "w", 5, "r", false, null);
        var changed = new ChangeOrder("o", List.of(), set(60), Set.of("p"));
        var moved = new ReassignOrder("o", "p", null, Set.of("q"));

        assertSame(returned, returned.withShipments(shipments));
        assertSame(product, product.withShipments(shipments));
        assertSame(change(set(60)), changed);
        assertSame(new ReassignOrder("o", "p", null, Set.of()), moved);
    }

    private static void assertSame(Command first, Command second) {
        assertThat(CommandFingerprint.of(second, null))
                .isEqualTo(CommandFingerprint.of(first, null));
    }

    /** Receipts with these fingerprints are in the databases of earlier versions. */
    @Test
    void a_command_without_a_new_field_keeps_the_fingerprint_of_earlier_versions() {
        assertFingerprint(
                "2548951e-cef5-f7d9-7261-8329bef59836", new ReceiveStock("p", "w", 5, "r"), null);
        assertFingerprint(
                "3eefb52d-79b5-4a2a-1977-a78cb1662981",
                new ReserveStock("p", "o", 5, 600, false),
                7L);
        assertFingerprint(
                "42addd1f-8d61-5de1-67ee-83c287ef25a9", new ShipStock("p", "o", "w", 5), null);
        assertFingerprint(
                "3c1d9993-636b-aadf-5ea9-0e20b3a9a38c",
                basket(new Line("p", 5), new Line("q", 6)),
                null);
        assertFingerprint(
                "6a5ed600-31e8-0de6-8cac-be009e244161", new CancelOrder("o", Set.of("p")), null);
        assertFingerprint(
                "ac20447a-b376-ab69-0e83-ed96d0a4a8b5",
                new ShipOrder("o", List.of(new Shipment("p", "w", 5), new Shipment("q", "w", 6))),
                null);
    }

    private static void assertFingerprint(
            String fingerprint, Command command, @Nullable Long expectedVersion) {
        assertThat(CommandFingerprint.of(command, expectedVersion))
                .isEqualTo(UUID.fromString(fingerprint));
    }
}
