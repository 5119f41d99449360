package io.stockledger.command.http;

import static io.stockledger.command.testing.Calls.line;
import static io.stockledger.command.testing.Calls.orderPath;
import static io.stockledger.command.testing.Calls.path;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every command over HTTP, in an order in which each of them succeeds and records events. */
final class EveryCommand {

    private EveryCommand() {}

    /**
     * A call.
     *
     * @param body empty if the call has none
     */
    record Step(String method, String path, String body) {

        Answer send(Calls calls, String... headers) {
            return calls.call(method, path, body, headers);
        }

        Answer dryRun(Calls calls, String... headers) {
            return calls.call(method, path + "?dryRun=true", body, headers);
        }

        boolean isOfOrder() {
            return path.startsWith("/v1/orders");
        }
    }

    /**
     * The commands on that product and on orders that are named after it. The first registers the
     * product.
     */
    static List<Step> steps(String product) {
        var steps = new ArrayList<Step>();
        Stream.of(stock(product), reservations(product), catalog(product), orders(product))
                .forEach(steps::addAll);
        return steps;
    }

    private static List<Step> stock(String product) {
        return List.of(
                new Step(
                        "POST",
                        "/v1/products",
                        "{\"productId\":\"%s\",\"name\":\"n\",\"sku\":\"s\",".formatted(product)
                                + "\"initialQuantity\":100}"),
                post(product, "receipts", "{'warehouseId':'main','quantity':5,'reference':'r'}"),
                post(
                        product,
                        "receipts",
                        "{'warehouseId':'closed','quantity':5,'reference':'r','blocked':true}"),
                post(product, "blocks", "{'warehouseId':'main','quantity':3,'reason':'wet'}"),
                post(product, "unblocks", "{'warehouseId':'main','quantity':1,'reason':'dry'}"),
                post(
                        product,
                        "write-offs",
                        "{'warehouseId':'main','quantity':1,'reason':'wet','blocked':true}"),
                post(product, "write-offs", "{'warehouseId':'main','quantity':1,'reason':'gone'}"),
                post(
                        product,
                        "adjustments",
                        "{'warehouseId':'main','newQuantity':90,'reason':'broken'}"),
                post(
                        product,
                        "transfers",
                        "{'fromWarehouseId':'main','toWarehouseId':'north','quantity':1,"
                                + "'reference':'truck'}"),
                post(
                        product,
                        "counts",
                        "{'warehouseId':'main','countedQuantity':95,'reference':'s',"
                                + "'asOfVersion':3}"));
    }

    private static List<Step> reservations(String product) {
        return List.of(
                post(
                        product,
                        "reservations",
                        "{'orderId':'o','quantity':5,'expiresInSeconds':600}"),
                post(
                        product,
                        "reservations",
                        "{'orderId':'o','quantity':5,'expiresInSeconds':900,'extend':true}"),
                post(
                        product,
                        "reservations",
                        "{'orderId':'pickup','quantity':2,'warehouseId':'main'}"),
                new Step(
                        "PATCH",
                        path(product) + "/reservations/o",
                        json("{'quantity':6,'expiresInSeconds':null,'warehouseId':'main'}")),
                post(product, "shipments", "{'orderId':'o','warehouseId':'main','quantity':2}"),
                post(
                        product,
                        "shipments",
                        "{'orderId':'sold','warehouseId':'main','quantity':1,"
                                + "'beyondReservation':true}"),
                post(
                        product,
                        "returns",
                        "{'orderId':'o','warehouseId':'closed','quantity':1,'reason':'torn',"
                                + "'blocked':true}"),
                new Step("DELETE", path(product) + "/reservations/o", ""));
    }

    private static List<Step> catalog(String product) {
        return List.of(
                new Step("PATCH", path(product), json("{'name':'m','sku':'t'}")),
                new Step(
                        "PUT",
                        path(product) + "/policy",
                        json("{'safetyStock':1,'backorderLimit':2,'reorderPoint':null}")),
                new Step("PUT", path(product) + "/archive", ""),
                new Step("DELETE", path(product) + "/archive", ""));
    }

    private static List<Step> orders(String product) {
        String order = orderPath("b-" + product);
        String shipped = shipment(product, 3, "");
        return List.of(
                new Step(
                        "POST",
                        order + "/reservations",
                        "{\"lines\":[%s],\"policy\":\"partial\"}".formatted(line(product, 10))),
                new Step(
                        "PATCH",
                        order + "/reservations",
                        "{\"lines\":[%s],\"expiresInSeconds\":600}".formatted(line(product, 8))),
                new Step("POST", order + "/shipments", "{\"lines\":[" + shipped + "]}"),
                new Step(
                        "POST",
                        order + "/returns",
                        "{\"lines\":["
                                + shipment(product, 1, ",\"reason\":\"late\",\"blocked\":false")
                                + "]}"),
                new Step(
                        "POST",
                        orderPath("s-" + product) + "/sales",
                        "{\"lines\":[" + shipped + "],\"policy\":\"all-or-nothing\"}"),
                new Step(
                        "POST",
                        order + "/reassignments",
                        "{\"toOrderId\":\"c-%s\"}".formatted(product)),
                new Step("DELETE", orderPath("c-" + product) + "/reservations", ""));
    }

    private static String shipment(String product, long quantity, String more) {
        return "{\"productId\":\"%s\",\"warehouseId\":\"main\",\"quantity\":%d%s}"
                .formatted(product, quantity, more);
    }

    private static Step post(String product, String kind, String body) {
        return new Step("POST", path(product) + "/" + kind, json(body));
    }

    /** JSON that is written with single quotes. */
    static String json(String quoted) {
        return quoted.replace('\'', '"');
    }
}
