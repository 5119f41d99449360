package io.stockledger.command.http;

import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;

import tools.jackson.databind.node.ObjectNode;

/** Sends a command object over HTTP. */
final class CommandJson {

    private CommandJson() {}

    static Answer send(Calls calls, ProductCommand command) {
        ObjectNode body = Calls.JSON.createObjectNode();
        String product = command.productId();
        return switch (command) {
            case RegisterProduct c ->
                    calls.post(
                            "/v1/products",
                            body.put("productId", product)
                                    .put("name", c.name())
                                    .put("sku", c.sku())
                                    .put("initialQuantity", c.initialQuantity())
                                    .put("warehouseId", c.warehouseId())
                                    .toString());
            case ReceiveStock c -> calls.receive(product, c.warehouseId(), c.quantity());
            case ReserveStock c ->
                    calls.command(
                            product,
                            "reservations",
                            body.put("orderId", c.orderId())
                                    .put("quantity", c.quantity())
                                    .put("expiresInSeconds", c.expiresInSeconds())
                                    .put("extend", c.extend())
                                    .toString());
            case CancelReservation c -> calls.cancel(product, c.orderId());
            case ShipStock c -> calls.ship(product, c.orderId(), c.warehouseId(), c.quantity());
            case AdjustStock c ->
                    calls.command(
                            product,
                            "adjustments",
                            body.put("warehouseId", c.warehouseId())
                                    .put("newQuantity", c.newQuantity())
                                    .put("reason", c.reason())
                                    .put("oldQuantity", c.oldQuantity())
                                    .toString());
            case TransferStock c ->
                    calls.command(
                            product,
                            "transfers",
                            body.put("fromWarehouseId", c.fromWarehouseId())
                                    .put("toWarehouseId", c.toWarehouseId())
                                    .put("quantity", c.quantity())
                                    .put("reference", c.reference())
                                    .toString());
            case CountStock c ->
                    calls.command(
                            product,
                            "counts",
                            body.put("warehouseId", c.warehouseId())
                                    .put("countedQuantity", c.countedQuantity())
                                    .put("reference", c.reference())
                                    .toString());
            case ExpireReservations _ ->
                    throw new IllegalArgumentException("this command has no HTTP call");
        };
    }
}
