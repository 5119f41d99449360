package io.stockledger.command.http;

import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.RenameProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;

import tools.jackson.databind.node.ObjectNode;

/** Sends a command object over HTTP. */
final class CommandJson {

    private CommandJson() {}

    static Answer send(Calls calls, ProductCommand command) {
        String product = command.productId();
        return switch (command) {
            case RegisterProduct c -> calls.post("/v1/products", body(c).toString());
            case ReceiveStock c -> post(calls, product, "receipts", body(c));
            case ReserveStock c -> post(calls, product, "reservations", body(c));
            case ChangeReservation c ->
                    calls.patch(reservation(product, c.orderId()), body(c).toString());
            case CancelReservation c -> calls.cancel(product, c.orderId());
            case ShipStock c -> post(calls, product, "shipments", body(c));
            case ReturnStock c ->
                    post(
                            calls,
                            product,
                            "returns",
                            stock(c.warehouseId(), c.quantity(), c.reason())
                                    .put("orderId", c.orderId())
                                    .put("blocked", c.blocked()));
            case BlockStock c ->
                    post(
                            calls,
                            product,
                            "blocks",
                            stock(c.warehouseId(), c.quantity(), c.reason()));
            case UnblockStock c ->
                    post(
                            calls,
                            product,
                            "unblocks",
                            stock(c.warehouseId(), c.quantity(), c.reason()));
            case WriteOffStock c ->
                    post(
                            calls,
                            product,
                            "write-offs",
                            stock(c.warehouseId(), c.quantity(), c.reason())
                                    .put("blocked", c.blocked()));
            case AdjustStock c -> post(calls, product, "adjustments", body(c));
            case TransferStock c -> post(calls, product, "transfers", body(c));
            case CountStock c -> post(calls, product, "counts", body(c));
            case RenameProduct c -> calls.patch(Calls.path(product), body(c).toString());
            case SetStockPolicy c -> calls.put(Calls.path(product) + "/policy", body(c).toString());
            case ArchiveProduct _ -> calls.archive(product);
            case RestoreProduct _ -> calls.delete(Calls.path(product) + "/archive");
            case ExpireReservations _ ->
                    throw new IllegalArgumentException("this command has no HTTP call");
        };
    }

    private static Answer post(Calls calls, String product, String kind, ObjectNode body) {
        return calls.command(product, kind, body.toString());
    }

    private static String reservation(String product, String order) {
        return Calls.path(product) + "/reservations/" + Calls.segment(order);
    }

    private static ObjectNode stock(String warehouseId, long quantity, String reason) {
        return Calls.JSON
                .createObjectNode()
                .put("warehouseId", warehouseId)
                .put("quantity", quantity)
                .put("reason", reason);
    }

    private static ObjectNode body(RegisterProduct c) {
        return Calls.JSON
                .createObjectNode()
                .put("productId", c.productId())
                .put("name", c.name())
                .put("sku", c.sku())
                .put("initialQuantity", c.initialQuantity())
                .put("warehouseId", c.warehouseId());
    }

    private static ObjectNode body(ReceiveStock c) {
        return Calls.JSON
                .createObjectNode()
                .put("warehouseId", c.warehouseId())
                .put("quantity", c.quantity())
                .put("reference", c.reference())
                .put("blocked", c.blocked());
    }

    private static ObjectNode body(ReserveStock c) {
        return Calls.JSON
                .createObjectNode()
                .put("orderId", c.orderId())
                .put("quantity", c.quantity())
                .put("expiresInSeconds", c.expiresInSeconds())
                .put("extend", c.extend())
                .put("warehouseId", c.warehouseId());
    }

    private static ObjectNode body(ChangeReservation c) {
        ObjectNode body = Calls.JSON.createObjectNode();
        if (c.quantity() != null) {
            body.put("quantity", c.quantity());
        }
        if (c.expiresInSeconds() instanceof Edit.SetTo<Integer>(Integer seconds)) {
            body.put("expiresInSeconds", seconds);
        }
        if (c.warehouseId() instanceof Edit.SetTo<String>(String warehouseId)) {
            body.put("warehouseId", warehouseId);
        }
        return body;
    }

    private static ObjectNode body(ShipStock c) {
        return Calls.JSON
                .createObjectNode()
                .put("orderId", c.orderId())
                .put("warehouseId", c.warehouseId())
                .put("quantity", c.quantity())
                .put("beyondReservation", c.beyondReservation());
    }

    private static ObjectNode body(AdjustStock c) {
        return Calls.JSON
                .createObjectNode()
                .put("warehouseId", c.warehouseId())
                .put("newQuantity", c.newQuantity())
                .put("reason", c.reason())
                .put("oldQuantity", c.oldQuantity());
    }

    private static ObjectNode body(TransferStock c) {
        return Calls.JSON
                .createObjectNode()
                .put("fromWarehouseId", c.fromWarehouseId())
                .put("toWarehouseId", c.toWarehouseId())
                .put("quantity", c.quantity())
                .put("reference", c.reference());
    }

    private static ObjectNode body(CountStock c) {
        return Calls.JSON
                .createObjectNode()
                .put("warehouseId", c.warehouseId())
                .put("countedQuantity", c.countedQuantity())
                .put("reference", c.reference());
    }

    private static ObjectNode body(RenameProduct c) {
        ObjectNode body = Calls.JSON.createObjectNode();
        if (c.name() != null) {
            body.put("name", c.name());
        }
        if (c.sku() != null) {
            body.put("sku", c.sku());
        }
        return body;
    }

    private static ObjectNode body(SetStockPolicy c) {
        return Calls.JSON
                .createObjectNode()
                .put("safetyStock", c.safetyStock())
                .put("backorderLimit", c.backorderLimit())
                .put("reorderPoint", c.reorderPoint());
    }
}
