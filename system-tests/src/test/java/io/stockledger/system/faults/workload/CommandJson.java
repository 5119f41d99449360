package io.stockledger.system.faults.workload;

import io.stockledger.system.faults.history.StockCommand;
import io.stockledger.system.faults.history.StockCommand.Adjust;
import io.stockledger.system.faults.history.StockCommand.Cancel;
import io.stockledger.system.faults.history.StockCommand.CancelOrder;
import io.stockledger.system.faults.history.StockCommand.Count;
import io.stockledger.system.faults.history.StockCommand.Receive;
import io.stockledger.system.faults.history.StockCommand.Register;
import io.stockledger.system.faults.history.StockCommand.Reserve;
import io.stockledger.system.faults.history.StockCommand.ReserveOrder;
import io.stockledger.system.faults.history.StockCommand.Ship;
import io.stockledger.system.faults.history.StockCommand.Transfer;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of commands. Ids of products and orders need no escapes in paths. */
final class CommandJson {

    private CommandJson() {}

    /** The body of the call, or an empty text for a call without one. */
    static String body(StockCommand command) {
        ObjectNode fields = fields(command);
        switch (command) {
            case Register _ -> {}
            case Cancel _, CancelOrder _ -> {
                return "";
            }
            case ReserveOrder _ -> fields.remove("orderId");
            default -> fields.remove("productId");
        }
        return fields.toString();
    }

    /** A line of a bulk request. */
    static String line(StockCommand command, String key) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("type", command.bulkType());
        line.put("idempotencyKey", key);
        line.setAll(fields(command));
        return line + "\n";
    }

    private static ObjectNode fields(StockCommand command) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        return switch (command) {
            case Register c ->
                    json.put("productId", c.productId())
                            .put("name", "Product " + c.productId())
                            .put("sku", c.productId())
                            .put("initialQuantity", c.quantity())
                            .put("warehouseId", c.warehouseId());
            case Receive c ->
                    json.put("productId", c.productId())
                            .put("warehouseId", c.warehouseId())
                            .put("quantity", c.quantity())
                            .put("reference", "delivery");
            case Reserve c -> {
                json.put("productId", c.productId())
                        .put("orderId", c.orderId())
                        .put("quantity", c.quantity());
                Integer seconds = c.expiresInSeconds();
                yield seconds == null ? json : json.put("expiresInSeconds", seconds);
            }
            case Cancel c -> json.put("productId", c.productId()).put("orderId", c.orderId());
            case Ship c ->
                    json.put("productId", c.productId())
                            .put("orderId", c.orderId())
                            .put("warehouseId", c.warehouseId())
                            .put("quantity", c.quantity());
            case Adjust c ->
                    json.put("productId", c.productId())
                            .put("warehouseId", c.warehouseId())
                            .put("newQuantity", c.newQuantity())
                            .put("reason", "correction");
            case Transfer c ->
                    json.put("productId", c.productId())
                            .put("fromWarehouseId", c.from())
                            .put("toWarehouseId", c.to())
                            .put("quantity", c.quantity())
                            .put("reference", "transfer");
            case Count c ->
                    json.put("productId", c.productId())
                            .put("warehouseId", c.warehouseId())
                            .put("countedQuantity", c.quantity())
                            .put("reference", "count");
            case ReserveOrder c -> {
                json.put("orderId", c.orderId());
                ArrayNode lines = json.putArray("lines");
                c.lines()
                        .forEach(
                                (productId, quantity) ->
                                        lines.addObject()
                                                .put("productId", productId)
                                                .put("quantity", quantity));
                yield json;
            }
            case CancelOrder c -> json.put("orderId", c.orderId());
        };
    }
}
