package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.outOfRange;
import static io.stockledger.command.domain.Quantities.totalTooLarge;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.StaleCount;
import io.stockledger.command.domain.Refusal.VersionMismatch;
import io.stockledger.command.domain.Refusal.WouldOversell;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockTransferred;
import io.stockledger.events.InventoryEvent.StockUnblocked;
import io.stockledger.events.InventoryEvent.StockWrittenOff;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** The rules for the stock in the warehouses. Part of {@link ProductDecisions}. */
final class StockDecisions {

    private StockDecisions() {}

    static Decision receive(Product product, ReceiveStock c) {
        if (product.isArchived()) {
            return new ArchivedProduct(c.productId());
        }
        Refusal refusal = outOfRange("quantity", c.quantity(), 1);
        if (refusal == null) {
            refusal = totalTooLarge("quantity", c.quantity(), product.totalStock());
        }
        return refusal != null
                ? refusal
                : new Acceptance(
                        new StockReceived(
                                c.productId(),
                                c.warehouseId(),
                                c.quantity(),
                                c.reference(),
                                c.blocked()));
    }

    static Decision block(Product product, BlockStock c) {
        long unblocked = product.stockIn(c.warehouseId()).unblocked();
        Refusal refusal = taking(c.productId(), c.warehouseId(), c.quantity(), unblocked);
        return refusal != null
                ? refusal
                : new Acceptance(
                        new StockBlocked(c.productId(), c.warehouseId(), c.quantity(), c.reason()));
    }

    static Decision unblock(Product product, UnblockStock c) {
        long blocked = product.stockIn(c.warehouseId()).blocked();
        Refusal refusal = taking(c.productId(), c.warehouseId(), c.quantity(), blocked);
        return refusal != null
                ? refusal
                : new Acceptance(
                        new StockUnblocked(
                                c.productId(), c.warehouseId(), c.quantity(), c.reason()));
    }

    static Decision writeOff(Product product, WriteOffStock c) {
        WarehouseStock stock = product.stockIn(c.warehouseId());
        long holds = c.blocked() ? stock.blocked() : stock.unblocked();
        Refusal refusal = taking(c.productId(), c.warehouseId(), c.quantity(), holds);
        return refusal != null
                ? refusal
                : new Acceptance(
                        new StockWrittenOff(
                                c.productId(),
                                c.warehouseId(),
                                c.quantity(),
                                c.reason(),
                                c.blocked()));
    }

    static Decision transfer(Product product, TransferStock c, Instant now) {
        long free = product.freeIn(c.fromWarehouseId(), now);
        Refusal refusal = taking(c.productId(), c.fromWarehouseId(), c.quantity(), free);
        return refusal != null
                ? refusal
                : new Acceptance(
                        new StockTransferred(
                                c.productId(),
                                c.fromWarehouseId(),
                                c.toWarehouseId(),
                                c.quantity(),
                                c.reference()));
    }

    /** Refuses a quantity out of range, or one beyond the {@code available} of the warehouse. */
    private static @Nullable Refusal taking(
            String productId, String warehouseId, long quantity, long available) {
        Refusal refusal = outOfRange("quantity", quantity, 1);
        return refusal != null || quantity <= available
                ? refusal
                : new InsufficientWarehouseStock(productId, warehouseId, available, quantity);
    }

    static Decision adjust(Product product, AdjustStock c, Instant now) {
        Refusal refusal = outOfRange("newQuantity", c.newQuantity(), 0);
        Long expected = c.oldQuantity();
        if (refusal == null && expected != null) {
            refusal = outOfRange("oldQuantity", expected, 0);
        }
        long holds = product.quantityIn(c.warehouseId());
        if (refusal == null) {
            refusal = totalTooLarge("newQuantity", c.newQuantity(), product.totalStock() - holds);
        }
        if (refusal == null && expected != null && expected != holds) {
            refusal = new StaleCount(c.productId(), c.warehouseId(), expected, holds);
        }
        if (refusal == null && c.newQuantity() < holds) {
            refusal = oversellRefusal(product, c, now);
        }
        return refusal != null
                ? refusal
                : new Acceptance(
                        new StockAdjusted(
                                c.productId(),
                                c.warehouseId(),
                                holds,
                                c.newQuantity(),
                                c.reason()));
    }

    /** Refuses a lower quantity that would leave less than is blocked and reserved. */
    private static @Nullable Refusal oversellRefusal(Product product, AdjustStock c, Instant now) {
        WarehouseStock stock = product.stockIn(c.warehouseId());
        long newTotal = product.totalStock() - stock.onHand() + c.newQuantity();
        long reserved = product.reservedStock(now);
        long promised = newTotal - product.blockedStock() + product.policy().backorderLimit();
        if (promised < reserved) {
            return new WouldOversell(c.productId(), null, reserved, newTotal);
        }
        long reservedHere = product.reservedIn(c.warehouseId(), now);
        return c.newQuantity() < stock.blocked() + reservedHere
                ? new WouldOversell(c.productId(), c.warehouseId(), reservedHere, newTotal)
                : null;
    }

    /**
     * A count states the true quantity in the warehouse at the version of the count. The changes
     * since that version are added to it. A count below the reserved or blocked quantity is
     * recorded too, because it states that goods are missing.
     */
    static Decision count(Product product, CountStock c) {
        long holds = product.quantityIn(c.warehouseId());
        long changeSince = 0;
        CountedAt asOf = c.asOf();
        if (asOf != null) {
            Long quantityThen = asOf.quantity();
            if (quantityThen == null || asOf.version() > product.version()) {
                return new VersionMismatch(c.productId(), asOf.version(), product.version());
            }
            changeSince = holds - quantityThen;
        }
        Refusal refusal = outOfRange("countedQuantity", c.countedQuantity(), 0);
        if (refusal != null) {
            return refusal;
        }
        long newQuantity = c.countedQuantity() + changeSince;
        if (newQuantity < 0) {
            return new InvalidQuantity(
                    "countedQuantity",
                    c.countedQuantity(),
                    "is less than the "
                            + -changeSince
                            + " that have left the warehouse since version "
                            + (asOf == null ? product.version() : asOf.version()));
        }
        refusal =
                totalTooLarge(
                        "countedQuantity",
                        c.countedQuantity(),
                        product.totalStock() - holds + changeSince);
        return refusal != null
                ? refusal
                : new Acceptance(
                        new StockAdjusted(
                                c.productId(),
                                c.warehouseId(),
                                holds,
                                newQuantity,
                                ProductDecisions.PHYSICAL_COUNT));
    }
}
