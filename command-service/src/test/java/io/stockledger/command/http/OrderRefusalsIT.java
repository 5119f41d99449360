package io.stockledger.command.http;

import static io.stockledger.command.http.EveryCommand.json;
import static io.stockledger.command.testing.Calls.line;
import static io.stockledger.command.testing.Calls.orderPath;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

/**
 * The refusals of changes, reassignments, returns and sales of an order, with their fields and
 * their order of precedence. Each is also the answer of the dry run. {@link OrdersIT} has those of
 * baskets.
 */
class OrderRefusalsIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());
    private final String order = "o/" + UUID.randomUUID();

    /** {@code main} holds 10; the order has reserved 4 of it. */
    private final String held = calls.product(10);

    /** {@code main} holds 3. */
    private final String scarce = calls.product(3);

    private final String archived = calls.product(10);
    private final String unknown = Calls.newProduct();

    OrderRefusalsIT() {
        calls.basket(order, List.of(line(held, 4)));
        calls.archive(archived);
    }

    @AfterEach
    void nothing_is_recorded() {
        assertThat(calls.version(held)).isEqualTo(2);
        assertThat(calls.version(scarce)).isEqualTo(1);
        assertThat(calls.version(archived)).isEqualTo(2);
    }

    @Test
    void a_change_of_an_order_is_refused_for_the_first_reason_that_applies() {
        assertChangeRefused(
                List.of(line(archived, 1), line(unknown, 1)),
                404,
                "product-not-found",
                "'productId':'%s'".formatted(unknown));
        assertChangeRefused(
                List.of(line(scarce, 0), line(archived, 1)),
                409,
                "product-archived",
                "'productId':'%s'".formatted(archived));
        assertChangeRefused(
                List.of(line(held, -1), line(scarce, 0)),
                404,
                "reservation-not-found",
                "'productId':'%s','orderId':'%s'".formatted(scarce, order));
        assertChangeRefused(
                List.of(line(scarce, 99), line(held, -1)),
                422,
                "invalid-quantity",
                "'field':'lines[1].quantity','quantity':-1");
    }

    @Test
    void a_change_of_an_order_names_all_short_lines_with_the_difference() {
        String here = held(scarce, 4, "main");

        assertChangeRefused(
                List.of(line(held, 11), here),
                409,
                "insufficient-stock",
                "'orderId':'%s','lines':[%s,%s]"
                        .formatted(
                                order,
                                shortage(held, "", 6, 7),
                                shortage(scarce, "'warehouseId':'main',", 3, 4)));
    }

    @Test
    void a_longer_hold_of_an_order_without_reservations_is_refused() {
        String other = "other " + order;

        assertRefused(
                "PATCH",
                orderPath(other) + "/reservations",
                "{'expiresInSeconds':600}",
                404,
                "reservation-not-found",
                "'orderId':'%s'".formatted(other));
    }

    @Test
    void a_reassignment_of_reservations_that_do_not_exist_is_refused() {
        assertRefused(
                "POST",
                orderPath("other " + order) + "/reassignments",
                "{'toOrderId':'o-2'}",
                404,
                "reservation-not-found",
                "'orderId':'%s'".formatted("other " + order));
        assertRefused(
                "POST",
                orderPath(order) + "/reassignments",
                "{'toOrderId':'o-2','productIds':['%s','%s']}".formatted(held, scarce),
                404,
                "reservation-not-found",
                "'productId':'%s','orderId':'%s'".formatted(scarce, order));
        assertRefused(
                "POST",
                orderPath(order) + "/reassignments",
                "{'toOrderId':'o-2','productIds':['%s','%s']}".formatted(scarce, unknown),
                404,
                "product-not-found",
                "'productId':'%s'".formatted(unknown));
    }

    @Test
    void a_reassignment_to_an_order_that_holds_the_product_in_a_warehouse_is_refused() {
        String product = calls.product(10);
        String other = "other " + order;
        calls.basket(order + "2", List.of(line(product, 1)));
        calls.basket(other, List.of(held(product, 2, "main")));

        assertRefused(
                "POST",
                orderPath(order + "2") + "/reassignments",
                "{'toOrderId':'%s'}".formatted(other),
                409,
                "reservation-exists",
                "'orderId':'%s','lines':[{'productId':'%s','quantity':2}]"
                        .formatted(other, product));
    }

    @Test
    void a_return_of_an_order_is_refused_for_the_first_reason_that_applies() {
        String shipped = calls.product(10);
        String sold = "sold " + order;
        String sale = "{'lines':[%s]}".formatted(shipment(shipped, 5));
        assertThat(calls.post(orderPath(sold) + "/sales", json(sale)).status()).isEqualTo(200);

        assertReturnRefused(
                sold,
                List.of(shipment(held, 1), shipment(unknown, 1)),
                404,
                "product-not-found",
                "'productId':'%s'".formatted(unknown));
        assertReturnRefused(
                sold,
                List.of(shipment(shipped, 0), shipment(held, 1)),
                404,
                "shipment-not-found",
                "'productId':'%s','orderId':'%s'".formatted(held, sold));
        assertReturnRefused(
                sold,
                List.of(shipment(shipped, 1), shipment(shipped, 0)),
                422,
                "invalid-quantity",
                "'field':'lines[1].quantity','quantity':0");
        assertReturnRefused(
                sold,
                List.of(shipment(shipped, 3), shipment(shipped, 3)),
                422,
                "invalid-quantity",
                "'field':'lines[1].quantity','quantity':3,'shipped':5,'returned':0");
        assertThat(calls.version(shipped)).isEqualTo(3);
    }

    private void assertReturnRefused(
            String returning, List<String> lines, int status, String problem, String fields) {
        String reasons = lines.toString().replace("'quantity'", "'reason':'unwanted','quantity'");
        assertRefused(
                "POST",
                orderPath(returning) + "/returns",
                "{'lines':" + reasons + "}",
                status,
                problem,
                fields);
    }

    @Test
    void a_sale_is_refused_for_the_first_reason_that_applies() {
        assertSaleRefused(
                "sales",
                List.of(shipment(archived, 1), shipment(unknown, 1)),
                404,
                "product-not-found",
                "'productId':'%s'".formatted(unknown));
        assertSaleRefused(
                "sales",
                List.of(shipment(held, 1), shipment(archived, 1)),
                409,
                "product-archived",
                "'productId':'%s'".formatted(archived));
        assertSaleRefused(
                "sales",
                List.of(shipment(scarce, 0), shipment(held, 1)),
                409,
                "reservation-exists",
                "'orderId':'%s','lines':[{'productId':'%s','quantity':4}]".formatted(order, held));
        assertSaleRefused(
                "sales",
                List.of(shipment(scarce, 99), shipment(scarce, 0)),
                422,
                "invalid-quantity",
                "'field':'lines[1].quantity','quantity':0");
        assertSaleRefused(
                "sales",
                List.of(shipment(scarce, 3), shipment(scarce, 1)),
                409,
                "insufficient-stock",
                "'lines':[" + shortage(scarce, "'warehouseId':'main',", 3, 4) + "]");
    }

    @Test
    void a_partial_sale_of_which_nothing_is_available_is_refused() {
        assertRefused(
                "POST",
                orderPath(order) + "/sales",
                "{'lines':[{'productId':'%s','warehouseId':'none','quantity':1}],".formatted(scarce)
                        + "'policy':'partial'}",
                409,
                "insufficient-stock",
                "'lines':[" + shortage(scarce, "'warehouseId':'none',", 0, 1) + "]");
    }

    @Test
    void a_shipment_beyond_the_reservation_is_refused_like_a_sale() {
        assertSaleRefused(
                "shipments",
                List.of(shipment(held, 1), shipment(archived, 1)),
                409,
                "product-archived",
                "'productId':'%s'".formatted(archived));
        assertSaleRefused(
                "shipments",
                List.of(shipment(held, 4), shipment(scarce, 4)),
                409,
                "insufficient-stock",
                "'lines':[" + shortage(scarce, "'warehouseId':'main',", 3, 4) + "]");
    }

    private void assertSaleRefused(
            String kind, List<String> lines, int status, String problem, String fields) {
        String beyond = kind.equals("shipments") ? ",'beyondReservation':true" : "";
        assertRefused(
                "POST",
                orderPath(order) + "/" + kind,
                "{'lines':" + lines + beyond + "}",
                status,
                problem,
                fields);
    }

    private void assertChangeRefused(
            List<String> lines, int status, String problem, String fields) {
        assertRefused(
                "PATCH",
                orderPath(order) + "/reservations",
                "{'lines':" + lines + "}",
                status,
                problem,
                fields);
    }

    private void assertRefused(
            String method, String path, String body, int status, String problem, String fields) {
        Answer dryRun = calls.call(method, path + "?dryRun=true", json(body));
        Answer answer = calls.call(method, path, json(body));

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.body().get("instance").asString()).isEqualTo(path);
        Calls.JSON
                .readTree("{" + json(fields) + "}")
                .forEachEntry(
                        (name, value) -> assertThat(answer.body().get(name)).isEqualTo(value));
        assertThat(dryRun.status()).isEqualTo(status);
        assertThat(dryRun.body()).isEqualTo(answer.body());
        assertThat(dryRun.header("Dry-Run")).isEqualTo("true");
    }

    private static String shipment(String productId, long quantity) {
        return "{'productId':'%s','warehouseId':'main','quantity':%d}"
                .formatted(productId, quantity);
    }

    private static String held(String productId, long quantity, String warehouseId) {
        return "{\"productId\":\"%s\",\"quantity\":%d,\"warehouseId\":\"%s\"}"
                .formatted(productId, quantity, warehouseId);
    }

    private static String shortage(
            String productId, String warehouse, long available, long requested) {
        return "{'productId':'%s',%s'available':%d,'requested':%d}"
                .formatted(productId, warehouse, available, requested);
    }
}
