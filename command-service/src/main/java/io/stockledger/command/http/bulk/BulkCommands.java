package io.stockledger.command.http.bulk;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.http.CommandBodies;
import io.stockledger.command.http.CommandHeaders;
import io.stockledger.command.http.IdempotencyKey;
import io.stockledger.command.http.OrderBodies;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.Correlation;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.RequestFields;

import java.util.List;

/**
 * Reads a command from a line of a bulk request: the fields of its own call, and what is in the
 * path or in a header there.
 */
final class BulkCommands {

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
                    "reserve-order",
                    "cancel-order",
                    "ship-order");

    private BulkCommands() {}

    /**
     * The command that the fields say.
     *
     * @throws ProblemException malformed-request
     */
    static CommandRequest read(RequestFields fields, Correlation correlation) {
        Command command = command(fields);
        Long expectedVersion =
                command instanceof ProductCommand
                        ? fields.optionalWholeNumber("expectedVersion", 0, Long.MAX_VALUE)
                        : null;
        String key = IdempotencyKey.ofField(fields);
        fields.finish();
        return CommandHeaders.request(command, expectedVersion, key, correlation);
    }

    private static Command command(RequestFields fields) {
        String type = fields.optionalText("type");
        return switch (type) {
            case "register-product" -> CommandBodies.registerProduct(fields);
            case "receive-stock" -> CommandBodies.receiveStock(product(fields), fields);
            case "reserve-stock" -> CommandBodies.reserveStock(product(fields), fields);
            case "cancel-reservation" ->
                    CommandBodies.cancelReservation(product(fields), order(fields));
            case "ship-stock" -> CommandBodies.shipStock(product(fields), fields);
            case "adjust-stock" -> CommandBodies.adjustStock(product(fields), fields);
            case "transfer-stock" -> CommandBodies.transferStock(product(fields), fields);
            case "count-stock" -> CommandBodies.countStock(product(fields), fields);
            case "reserve-order" -> OrderBodies.reserveOrder(order(fields), fields);
            case "cancel-order" -> OrderBodies.cancelOrder(order(fields));
            case "ship-order" -> OrderBodies.shipOrder(order(fields), fields);
            case null, default ->
                    throw new ProblemException(
                            Problems.malformedRequest(
                                    "type", "must be one of " + String.join(", ", TYPES)));
        };
    }

    private static String product(RequestFields fields) {
        return fields.identifier("productId");
    }

    private static String order(RequestFields fields) {
        return fields.identifier("orderId");
    }
}
