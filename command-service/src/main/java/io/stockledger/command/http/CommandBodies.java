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
 * Reads each command on a product from the fields of its request; the ids that may come in the path
 * are read by the caller. Faults are collected in the fields; the caller ends with {@link
 * RequestFields#finish} before he uses the command.
 */
public final class CommandBodies {

    static final String DEFAULT_WAREHOUSE = "main";

    /** Names and reasons are for people: longer than an identifier, and still bounded. */
    static final int TEXT_CHARACTERS_MAX = 500;

    /** 30 days. */
    static final long EXPIRY_SECONDS_MAX = 2_592_000;

    private CommandBodies() {}

    public static RegisterProduct registerProduct(RequestFields fields) {
        return new RegisterProduct(
                fields.identifier("productId"),
                fields.text("name", TEXT_CHARACTERS_MAX),
                fields.identifier("sku"),
                fields.wholeNumber("initialQuantity"),
                fields.identifierOr("warehouseId", DEFAULT_WAREHOUSE));
    }

    public static ReceiveStock receiveStock(String productId, RequestFields fields) {
        return new ReceiveStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"),
                fields.identifier("reference"));
    }

    public static ReserveStock reserveStock(String productId, RequestFields fields) {
        Integer expiresInSeconds = expiresInSeconds(fields);
        boolean extend = fields.flagOr("extend", false);
        if (extend && !fields.isGiven("expiresInSeconds")) {
            fields.refuse("expiresInSeconds", "is missing, and extend needs it");
        }
        return new ReserveStock(
                productId,
                fields.identifier("orderId"),
                fields.wholeNumber("quantity"),
                expiresInSeconds,
                extend);
    }

    /** For how long a reservation shall last, or null where it has no end. */
    static @Nullable Integer expiresInSeconds(RequestFields fields) {
        Long seconds = fields.optionalWholeNumber("expiresInSeconds", 1, EXPIRY_SECONDS_MAX);
        return seconds == null ? null : seconds.intValue();
    }

    public static CancelReservation cancelReservation(String productId, String orderId) {
        return new CancelReservation(productId, orderId);
    }

    public static ShipStock shipStock(String productId, RequestFields fields) {
        return new ShipStock(
                productId,
                fields.identifier("orderId"),
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"));
    }

    public static AdjustStock adjustStock(String productId, RequestFields fields) {
        return new AdjustStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("newQuantity"),
                fields.text("reason", TEXT_CHARACTERS_MAX),
                fields.optionalWholeNumber("oldQuantity"));
    }

    public static TransferStock transferStock(String productId, RequestFields fields) {
        String from = fields.identifier("fromWarehouseId");
        String to = fields.identifier("toWarehouseId");
        if (!from.isEmpty() && from.equals(to)) {
            fields.refuse("toWarehouseId", "must be another warehouse than fromWarehouseId");
        }
        return new TransferStock(
                productId,
                from,
                to,
                fields.wholeNumber("quantity"),
                fields.identifier("reference"));
    }

    /** Without the past quantity, which is looked up before the count is decided. */
    public static CountStock countStock(String productId, RequestFields fields) {
        Long asOfVersion = fields.optionalWholeNumber("asOfVersion", 0, Long.MAX_VALUE);
        return new CountStock(
                productId,
                fields.identifier("warehouseId"),
                fields.wholeNumber("countedQuantity"),
                fields.identifier("reference"),
                asOfVersion == null ? null : new CountedAt(asOfVersion, null));
    }
}
