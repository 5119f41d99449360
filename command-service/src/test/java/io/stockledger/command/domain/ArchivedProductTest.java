package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.MAIN;
import static io.stockledger.command.domain.Scenario.NORTH;
import static io.stockledger.command.domain.Scenario.ORDER;
import static io.stockledger.command.domain.Scenario.PRODUCT;
import static io.stockledger.command.domain.Scenario.archived;
import static io.stockledger.command.domain.Scenario.blocked;
import static io.stockledger.command.domain.Scenario.given;
import static io.stockledger.command.domain.Scenario.registered;
import static io.stockledger.command.domain.Scenario.reserved;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RenameProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.events.InventoryEvent.ProductRestored;

import org.junit.jupiter.api.Test;

import java.util.List;

class ArchivedProductTest {

    @Test
    void an_archived_product_is_neither_received_nor_sold() {
        var archived = given(registered(10), reserved(ORDER, 2), archived());

        for (ProductCommand command :
                List.of(
                        new ReceiveStock(PRODUCT, MAIN, 1, "delivery-1"),
                        new ReserveStock(PRODUCT, "other", 1),
                        new ReserveStock(PRODUCT, ORDER, 3),
                        new ChangeReservation(
                                PRODUCT, ORDER, 3L, new Edit.Keep<>(), new Edit.Keep<>()),
                        new ShipStock(PRODUCT, "other", MAIN, 1, true),
                        new ShipStock(PRODUCT, ORDER, MAIN, 3, true))) {
            archived.when(command).thenRefused(new ArchivedProduct(PRODUCT));
        }
    }

    @Test
    void all_else_is_still_possible() {
        var archived = given(registered(10), reserved(ORDER, 4), blocked(MAIN, 1), archived());

        for (ProductCommand command :
                List.of(
                        new CancelReservation(PRODUCT, ORDER),
                        new ChangeReservation(
                                PRODUCT, ORDER, 3L, new Edit.Keep<>(), new Edit.Keep<>()),
                        new ReserveStock(PRODUCT, ORDER, 4, 60, true),
                        new ShipStock(PRODUCT, ORDER, MAIN, 4),
                        new ShipStock(PRODUCT, ORDER, MAIN, 4, true),
                        new TransferStock(PRODUCT, MAIN, NORTH, 1, "truck-7"),
                        new CountStock(PRODUCT, MAIN, 9, "sheet-9", null),
                        new AdjustStock(PRODUCT, MAIN, 9, "broken", null),
                        new WriteOffStock(PRODUCT, MAIN, 1, "broken", false),
                        new BlockStock(PRODUCT, MAIN, 1, "inspection"),
                        new UnblockStock(PRODUCT, MAIN, 1, "inspected"),
                        new RenameProduct(PRODUCT, "Old lamp", null),
                        new SetStockPolicy(PRODUCT, 1, 0, null))) {
            assertThat(archived.when(command).decision()).isInstanceOf(Acceptance.class);
        }
    }

    @Test
    void archiving_and_restoring_twice_records_nothing() {
        given(registered(10)).when(new ArchiveProduct(PRODUCT)).then(new ProductArchived(PRODUCT));
        given(registered(10), archived()).when(new ArchiveProduct(PRODUCT)).then();
        given(registered(10), archived())
                .when(new RestoreProduct(PRODUCT))
                .then(new ProductRestored(PRODUCT));
        given(registered(10)).when(new RestoreProduct(PRODUCT)).then();
    }

    @Test
    void a_product_gets_a_new_name_a_new_sku_or_both() {
        given(registered(10))
                .when(new RenameProduct(PRODUCT, "Lamp", null))
                .then(new ProductRenamed(PRODUCT, "Lamp", "sku-1"));
        given(registered(10))
                .when(new RenameProduct(PRODUCT, null, "sku-2"))
                .then(new ProductRenamed(PRODUCT, "Hanging heart", "sku-2"));
        given(registered(10)).when(new RenameProduct(PRODUCT, "Hanging heart", "sku-1")).then();
    }
}
