package io.stockledger.cli.stockimport;

import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.RequestPath;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * The commands of rows. Each has a key of the run and its line, so that the same import sent again
 * takes effect once.
 *
 * @param run names the file and the choices that change commands; equal in a repeated import
 */
record RowCommands(String run) {

    private static final String REGISTER = "register-product";
    private static final String RECEIVE = "receive-stock";
    private static final String COUNT = "count-stock";
    private static final String KEY = "idempotencyKey";

    /** Registers the product of the row, with its quantity. */
    ObjectNode register(ListRow row) {
        return keyed(REGISTER, row.line() + "", row)
                .put("name", row.values().name())
                .put("sku", row.values().sku())
                .put("initialQuantity", row.values().quantity());
    }

    /** Adds the quantity in a further warehouse. */
    ObjectNode receive(ListRow row) {
        return keyed(RECEIVE, row.line() + "", row)
                .put("quantity", row.values().quantity())
                .put("reference", run);
    }

    /** States the quantity of a product that the system has. */
    ObjectNode count(ListRow row) {
        return keyed(COUNT, row.line() + "-count", row)
                .put("countedQuantity", row.values().quantity())
                .put("reference", run);
    }

    private ObjectNode keyed(String type, String place, ListRow row) {
        return HttpCalls.JSON
                .createObjectNode()
                .put("type", type)
                .put(KEY, run + "-" + place)
                .put("productId", row.values().productId())
                .put("warehouseId", row.values().warehouse());
    }

    /** Returns the path on which the command is tried and not recorded. */
    static String dryRunPath(ObjectNode command) {
        RequestPath path = RequestPath.of("/v1/products");
        switch (type(command)) {
            case RECEIVE -> path.id(command.path("productId").asString("")).then("/receipts");
            case COUNT -> path.id(command.path("productId").asString("")).then("/counts");
            default -> {}
        }
        return path.with("dryRun", true).toString();
    }

    /** Returns the idempotency key of the command. */
    static String key(ObjectNode command) {
        return command.path(KEY).asString("");
    }

    /** Returns the body of the command on its own path. */
    static ObjectNode body(ObjectNode command) {
        ObjectNode body = command.deepCopy();
        body.remove(List.of("type", KEY));
        if (!type(command).equals(REGISTER)) {
            body.remove("productId");
        }
        return body;
    }

    private static String type(ObjectNode command) {
        return command.path("type").asString("");
    }
}
