package io.stockledger.command.http;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.Correlation;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.RequestFields;

import java.util.List;

/**
 * Reads a command from one JSON object, such as a line of a bulk request. The object has a type,
 * the body fields of the command's own call, and the values that this call has in its path and
 * headers.
 */
public final class CommandFields {

    private static final List<String> TYPES =
            List.of(
                    "register-product",
                    "receive-stock",
                    "reserve-stock",
                    "cancel-reservation",
                    "ship-stock",
                    "adjust-stock",
                    "transfer-stock",
                    "count-stock",
                    "rename-product",
                    "set-stock-policy",
                    "archive-product",
                    "restore-product",
                    "change-reservation",
                    "return-stock",
                    "block-stock",
                    "unblock-stock",
                    "write-off-stock",
                    "reserve-order",
                    "change-order",
                    "cancel-order",
                    "reassign-order",
                    "ship-order",
                    "sell-order",
                    "return-order");

    private static final String IDEMPOTENCY_KEY = "idempotencyKey";

    private CommandFields() {}

    /**
     * The command in the fields, with its idempotency key and its expected version.
     *
     * @throws ProblemException malformed-request
     */
    public static CommandRequest read(RequestFields fields, Correlation correlation) {
        Command command = command(fields);
        Long expectedVersion =
                command instanceof ProductCommand
                        ? fields.optionalWholeNumber("expectedVersion", 0, Long.MAX_VALUE)
                        : null;
        String key = fields.optionalText(IDEMPOTENCY_KEY);
        if (key != null) {
            CommandHeaders.checkKey(IDEMPOTENCY_KEY, key, fields);
        }
        fields.finish();
        return CommandHeaders.request(command, expectedVersion, key, correlation);
    }

    private static Command command(RequestFields fields) {
        String type = fields.optionalText("type");
        return switch (type) {
            case "register-product" -> CommandBodies.registerProduct(fields);
            case "rename-product" -> CommandBodies.renameProduct(productId(fields), fields);
            case "set-stock-policy" -> CommandBodies.setStockPolicy(productId(fields), fields);
            case "archive-product" -> new ArchiveProduct(productId(fields));
            case "restore-product" -> new RestoreProduct(productId(fields));
            case "receive-stock" -> CommandBodies.receiveStock(productId(fields), fields);
            case "reserve-stock" -> CommandBodies.reserveStock(productId(fields), fields);
            case "change-reservation" ->
                    CommandBodies.changeReservation(productId(fields), orderId(fields), fields);
            case "cancel-reservation" ->
                    CommandBodies.cancelReservation(productId(fields), orderId(fields));
            case "ship-stock" -> CommandBodies.shipStock(productId(fields), fields);
            case "return-stock" -> CommandBodies.returnStock(productId(fields), fields);
            case "block-stock" -> CommandBodies.blockStock(productId(fields), fields);
            case "unblock-stock" -> CommandBodies.unblockStock(productId(fields), fields);
            case "write-off-stock" -> CommandBodies.writeOffStock(productId(fields), fields);
            case "adjust-stock" -> CommandBodies.adjustStock(productId(fields), fields);
            case "transfer-stock" -> CommandBodies.transferStock(productId(fields), fields);
            case "count-stock" -> CommandBodies.countStock(productId(fields), fields);
            case "reserve-order" -> OrderBodies.reserveOrder(orderId(fields), fields);
            case "change-order" -> OrderBodies.changeOrder(orderId(fields), fields);
            case "cancel-order" -> OrderBodies.cancelOrder(orderId(fields));
            case "reassign-order" -> OrderBodies.reassignOrder(orderId(fields), fields);
            case "ship-order" -> OrderBodies.shipOrder(orderId(fields), fields);
            case "sell-order" -> OrderBodies.sellOrder(orderId(fields), fields);
            case "return-order" -> OrderBodies.returnOrder(orderId(fields), fields);
            case null, default ->
                    throw new ProblemException(
                            Problems.malformedRequest(
                                    "type", "must be one of " + String.join(", ", TYPES)));
        };
    }

    private static String productId(RequestFields fields) {
        return fields.identifier("productId");
    }

    private static String orderId(RequestFields fields) {
        return fields.identifier("orderId");
    }
}
