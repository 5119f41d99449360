package io.stockledger.command.http;

import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.RenameProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;
import io.stockledger.http.RequestFields;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Reads each command on a product from the fields of its request. Ids that can be in the path are
 * read by the caller. Faults are collected in the fields: call {@link RequestFields#finish} before
 * you use the command.
 *
 * <p>An optional field with the value null is absent, except in the calls that change something:
 * there a field that is absent stays as it is, and null is a new value or refused.
 */
final class CommandBodies {

    static final String DEFAULT_WAREHOUSE = "main";

    /** The maximum length of a name or a reason. */
    static final int TEXT_CHARACTERS_MAX = 500;

    /** 30 days. */
    static final long EXPIRY_SECONDS_MAX = 2_592_000;

    private CommandBodies() {}

    static RegisterProduct registerProduct(RequestFields fields) {
        return new RegisterProduct(
                fields.identifier("productId"),
                fields.text("name", TEXT_CHARACTERS_MAX),
                fields.identifier("sku"),
                fields.wholeNumber("initialQuantity"),
                fields.identifierOr("warehouseId", DEFAULT_WAREHOUSE));
    }

    static RenameProduct renameProduct(String productId, RequestFields fields) {
        refuseNothing(fields, "name", "sku");
        fields.refuseNull("name");
        fields.refuseNull("sku");
        return new RenameProduct(
                productId,
                fields.optionalText("name", TEXT_CHARACTERS_MAX),
                fields.optionalIdentifier("sku"));
    }

    /** Refuses a change that has none of these fields. */
    static void refuseNothing(RequestFields fields, String... changeable) {
        if (List.of(changeable).stream().noneMatch(fields::isPresent)) {
            fields.refuse("body", "must have at least one of " + String.join(", ", changeable));
        }
    }

    /** All values of the policy are required; null removes the reorder point. */
    static SetStockPolicy setStockPolicy(String productId, RequestFields fields) {
        if (!fields.isPresent("reorderPoint")) {
            fields.refuse("reorderPoint", "is missing; null means that there is none");
        }
        return new SetStockPolicy(
                productId,
                fields.wholeNumber("safetyStock"),
                fields.wholeNumber("backorderLimit"),
                fields.optionalWholeNumber("reorderPoint"));
    }

    static ReceiveStock receiveStock(String productId, RequestFields fields) {
        return new ReceiveStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"),
                fields.identifier("reference"),
                blocked(fields));
    }

    /** Whether goods are blocked on arrival, or are taken from the blocked stock. */
    static boolean blocked(RequestFields fields) {
        return fields.flagOr("blocked", false);
    }

    static ReserveStock reserveStock(String productId, RequestFields fields) {
        Integer expiresInSeconds = expiresInSeconds(fields);
        boolean extend = fields.flagOr("extend", false);
        if (extend && !fields.isGiven("expiresInSeconds")) {
            fields.refuse("expiresInSeconds", "is missing, and extend requires it");
        }
        return new ReserveStock(
                productId,
                fields.identifier("orderId"),
                fields.wholeNumber("quantity"),
                expiresInSeconds,
                extend,
                fields.optionalIdentifier("warehouseId"));
    }

    /** The duration of a reservation, or null if it has no end. */
    static @Nullable Integer expiresInSeconds(RequestFields fields) {
        Long seconds = fields.optionalWholeNumber("expiresInSeconds", 1, EXPIRY_SECONDS_MAX);
        return seconds == null ? null : seconds.intValue();
    }

    static ChangeReservation changeReservation(
            String productId, String orderId, RequestFields fields) {
        refuseNothing(fields, "quantity", "expiresInSeconds", "warehouseId");
        fields.refuseNull("quantity");
        return new ChangeReservation(
                productId,
                orderId,
                fields.optionalWholeNumber("quantity"),
                newExpiresInSeconds(fields),
                newWarehouseId(fields));
    }

    /** The duration of a reservation from now on; null is a reservation without an end. */
    static Edit<Integer> newExpiresInSeconds(RequestFields fields) {
        return fields.isPresent("expiresInSeconds")
                ? new Edit.SetTo<>(expiresInSeconds(fields))
                : new Edit.Keep<>();
    }

    /** The warehouse of a reservation from now on; null is a reservation from anywhere. */
    static Edit<String> newWarehouseId(RequestFields fields) {
        return fields.isPresent("warehouseId")
                ? new Edit.SetTo<>(fields.optionalIdentifier("warehouseId"))
                : new Edit.Keep<>();
    }

    static CancelReservation cancelReservation(String productId, String orderId) {
        return new CancelReservation(productId, orderId);
    }

    static ShipStock shipStock(String productId, RequestFields fields) {
        return new ShipStock(
                productId,
                fields.identifier("orderId"),
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"),
                beyondReservation(fields));
    }

    /** Whether the part of a shipment beyond the reservation is taken from available stock. */
    static boolean beyondReservation(RequestFields fields) {
        return fields.flagOr("beyondReservation", false);
    }

    /** The return without the shipments of its order, which are looked up for the decision. */
    static ReturnStock returnStock(String productId, RequestFields fields) {
        return new ReturnStock(
                productId,
                fields.identifier("orderId"),
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"),
                reason(fields),
                blocked(fields),
                null);
    }

    static String reason(RequestFields fields) {
        return fields.text("reason", TEXT_CHARACTERS_MAX);
    }

    static BlockStock blockStock(String productId, RequestFields fields) {
        return new BlockStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"),
                reason(fields));
    }

    static UnblockStock unblockStock(String productId, RequestFields fields) {
        return new UnblockStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"),
                reason(fields));
    }

    static WriteOffStock writeOffStock(String productId, RequestFields fields) {
        return new WriteOffStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"),
                reason(fields),
                blocked(fields));
    }

    static AdjustStock adjustStock(String productId, RequestFields fields) {
        return new AdjustStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("newQuantity"),
                reason(fields),
                fields.optionalWholeNumber("oldQuantity"));
    }

    static TransferStock transferStock(String productId, RequestFields fields) {
        String from = fields.identifier("fromWarehouseId");
        String to = fields.identifier("toWarehouseId");
        if (!from.isEmpty() && from.equals(to)) {
            fields.refuse("toWarehouseId", "must not be the same as fromWarehouseId");
        }
        return new TransferStock(
                productId,
                from,
                to,
                fields.wholeNumber("quantity"),
                fields.identifier("reference"));
    }

    /** The count without the past quantity, which {@link CountedStock} adds. */
    static CountStock countStock(String productId, RequestFields fields) {
        Long asOfVersion = fields.optionalWholeNumber("asOfVersion", 0, Long.MAX_VALUE);
        return new CountStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("countedQuantity"),
                fields.identifier("reference"),
                asOfVersion == null ? null : new CountedAt(asOfVersion, null));
    }
}
