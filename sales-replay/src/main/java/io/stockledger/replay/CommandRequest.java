package io.stockledger.replay;

import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.ServiceUrl;

import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** Writes commands as HTTP requests. */
final class CommandRequest {

    private CommandRequest() {}

    static HttpRequest.Builder of(ServiceUrl service, String productId, Command command) {
        String product = "/v1/products/" + ServiceUrl.segment(productId);
        ObjectNode body = HttpCalls.JSON.createObjectNode();
        return switch (command) {
            case Command.Register register ->
                    post(
                            service,
                            "/v1/products",
                            body.put("productId", productId)
                                    .put("name", register.name())
                                    .put("sku", register.sku())
                                    .put("initialQuantity", register.initialQuantity())
                                    .put("warehouseId", register.warehouseId()));
            case Command.Receive receive ->
                    post(
                            service,
                            product + "/receipts",
                            body.put("warehouseId", receive.warehouseId())
                                    .put("quantity", receive.quantity())
                                    .put("reference", receive.reference()));
            case Command.Reserve reserve ->
                    post(
                            service,
                            product + "/reservations",
                            body.put("orderId", reserve.orderId())
                                    .put("quantity", reserve.quantity()));
            case Command.Cancel cancel -> {
                String order = ServiceUrl.segment(cancel.orderId());
                yield HttpRequest.newBuilder(service.at(product + "/reservations/" + order))
                        .DELETE();
            }
            case Command.Ship ship ->
                    post(
                            service,
                            product + "/shipments",
                            body.put("orderId", ship.orderId())
                                    .put("warehouseId", ship.warehouseId())
                                    .put("quantity", ship.quantity()));
            case Command.Adjust adjust -> {
                body.put("warehouseId", adjust.warehouseId())
                        .put("newQuantity", adjust.newQuantity())
                        .put("reason", adjust.reason());
                if (adjust.oldQuantity() != null) {
                    body.put("oldQuantity", adjust.oldQuantity());
                }
                yield post(service, product + "/adjustments", body);
            }
            case Command.Transfer transfer ->
                    post(
                            service,
                            product + "/transfers",
                            body.put("fromWarehouseId", transfer.fromWarehouseId())
                                    .put("toWarehouseId", transfer.toWarehouseId())
                                    .put("quantity", transfer.quantity())
                                    .put("reference", transfer.reference()));
            case Command.Return back ->
                    post(
                            service,
                            product + "/returns",
                            body.put("orderId", back.orderId())
                                    .put("warehouseId", back.warehouseId())
                                    .put("quantity", back.quantity())
                                    .put("reason", back.reason())
                                    .put("blocked", back.blocked()));
            case Command.Block block ->
                    post(
                            service,
                            product + "/blocks",
                            body.put("warehouseId", block.warehouseId())
                                    .put("quantity", block.quantity())
                                    .put("reason", block.reason()));
            case Command.Unblock unblock ->
                    post(
                            service,
                            product + "/unblocks",
                            body.put("warehouseId", unblock.warehouseId())
                                    .put("quantity", unblock.quantity())
                                    .put("reason", unblock.reason()));
            case Command.WriteOff writeOff ->
                    post(
                            service,
                            product + "/write-offs",
                            body.put("warehouseId", writeOff.warehouseId())
                                    .put("quantity", writeOff.quantity())
                                    .put("reason", writeOff.reason())
                                    .put("blocked", writeOff.blocked()));
            case Command.Count count ->
                    post(
                            service,
                            product + "/counts",
                            body.put("warehouseId", count.warehouseId())
                                    .put("countedQuantity", count.countedQuantity())
                                    .put("reference", count.reference())
                                    .put("asOfVersion", count.asOfVersion()));
        };
    }

    private static HttpRequest.Builder post(ServiceUrl service, String path, ObjectNode body) {
        return HttpRequest.newBuilder(service.at(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(HttpCalls.JSON.writeValueAsBytes(body)));
    }
}
