package io.stockledger.command.http;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.http.RequestFields;

import org.jspecify.annotations.Nullable;

/**
 * Reads each command from the fields of its request. Faults are collected in the fields; the caller
 * ends with {@link RequestFields#finish} before it uses the command.
 */
final class CommandBodies {

    static final String DEFAULT_WAREHOUSE = "main";

    /** Names and reasons are for people: longer than an identifier, and still bounded. */
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
                fields.identifier("productId", productId),
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"),
                fields.identifier("reference"));
    }

    static ReserveStock reserveStock(String productId, RequestFields fields) {
        Integer expiresInSeconds = expiresInSeconds(fields);
        boolean extend = fields.flagOr("extend", false);
        if (extend && expiresInSeconds == null) {
            fields.refuse("expiresInSeconds", "is missing, and extend needs it");
        }
        return new ReserveStock(
                fields.identifier("productId", productId),
                fields.identifier("orderId"),
                fields.wholeNumber("quantity"),
                expiresInSeconds,
                extend);
    }

    private static @Nullable Integer expiresInSeconds(RequestFields fields) {
        Long seconds = fields.optionalWholeNumber("expiresInSeconds");
        if (seconds == null) {
            return null;
        }
        if (seconds < 1 || seconds > EXPIRY_SECONDS_MAX) {
            fields.refuse("expiresInSeconds", "must be from 1 to " + EXPIRY_SECONDS_MAX);
            return null;
        }
        return seconds.intValue();
    }

    static CancelReservation cancelReservation(
            String productId, String orderId, RequestFields fields) {
        return new CancelReservation(
                fields.identifier("productId", productId), fields.identifier("orderId", orderId));
    }

    static ShipStock shipStock(String productId, RequestFields fields) {
        return new ShipStock(
                fields.identifier("productId", productId),
                fields.identifier("orderId"),
                fields.identifier("warehouseId"),
                fields.wholeNumber("quantity"));
    }

    static AdjustStock adjustStock(String productId, RequestFields fields) {
        return new AdjustStock(
                fields.identifier("productId", productId),
                fields.identifier("warehouseId"),
                fields.wholeNumber("newQuantity"),
                fields.text("reason", TEXT_CHARACTERS_MAX),
                fields.optionalWholeNumber("oldQuantity"));
    }

    static TransferStock transferStock(String productId, RequestFields fields) {
        String from = fields.identifier("fromWarehouseId");
        String to = fields.identifier("toWarehouseId");
        if (!from.isEmpty() && from.equals(to)) {
            fields.refuse("toWarehouseId", "must be another warehouse than fromWarehouseId");
        }
        return new TransferStock(
                fields.identifier("productId", productId),
                from,
                to,
                fields.wholeNumber("quantity"),
                fields.identifier("reference"));
    }

    /**
     * The count without the past quantity, which is looked up once the request is known to be
     * well-formed.
     */
    static CountRequest count(String productId, RequestFields fields) {
        Long asOfVersion = fields.optionalWholeNumber("asOfVersion");
        if (asOfVersion != null && asOfVersion < 0) {
            fields.refuse("asOfVersion", "must not be negative");
        }
        return new CountRequest(
                new CountStock(
                        fields.identifier("productId", productId),
                        fields.identifier("warehouseId"),
                        fields.wholeNumber("countedQuantity"),
                        fields.identifier("reference"),
                        null),
                asOfVersion);
    }

    record CountRequest(CountStock command, @Nullable Long asOfVersion) {}
}
