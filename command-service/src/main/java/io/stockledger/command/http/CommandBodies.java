package io.stockledger.command.http;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.http.RequestFields;

import org.jspecify.annotations.Nullable;

/**
 * Reads each command on a product from the fields of its request. Ids that can be in the path are
 * read by the caller. Faults are collected in the fields: call {@link RequestFields#finish} before
 * you use the command.
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

    static ReceiveStock receiveStock(String productId, RequestFields fields) {
        return new ReceiveStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"),
                fields.identifier("reference"));
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
                extend);
    }

    /** The duration of a reservation, or null if it has no end. */
    static @Nullable Integer expiresInSeconds(RequestFields fields) {
        Long seconds = fields.optionalWholeNumber("expiresInSeconds", 1, EXPIRY_SECONDS_MAX);
        return seconds == null ? null : seconds.intValue();
    }

    static CancelReservation cancelReservation(String productId, String orderId) {
        return new CancelReservation(productId, orderId);
    }

    static ShipStock shipStock(String productId, RequestFields fields) {
        return new ShipStock(
                productId,
                fields.identifier("orderId"),
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"));
    }

    static AdjustStock adjustStock(String productId, RequestFields fields) {
        return new AdjustStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("newQuantity"),
                fields.text("reason", TEXT_CHARACTERS_MAX),
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
