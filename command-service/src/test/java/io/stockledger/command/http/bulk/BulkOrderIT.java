package io.stockledger.command.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Lines that have a product or an order in common are decided in their order. */
class BulkOrderIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    @Test
    void a_line_that_reads_the_event_log_waits_for_the_lines_before_it() {
        String product = Calls.newProduct();
        String order = UUID.randomUUID().toString();
        var lines = new ArrayList<String>();
        lines.add(
                "{\"type\":\"register-product\",\"productId\":\"%s\",\"name\":\"n\",\"sku\":\"s\","
                                .formatted(product)
                        + "\"initialQuantity\":10}");
        lines.add(
                "{\"type\":\"receive-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                                .formatted(product)
                        + "\"reference\":\"r\",\"quantity\":1}");
        lines.add(
                "{\"type\":\"count-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                                .formatted(product)
                        + "\"countedQuantity\":9,\"reference\":\"s\",\"asOfVersion\":1}");
        for (int i = 0; i < 50; i++) {
            lines.add(
                    "{\"type\":\"reserve-stock\",\"productId\":\"%s\",\"orderId\":\"%s\",\"quantity\":1}"
                            .formatted(product, order));
            lines.add("{\"type\":\"cancel-order\",\"orderId\":\"%s\"}".formatted(order));
        }

        List<JsonNode> results = calls.bulk(String.join("\n", lines));

        assertThat(results).allMatch(r -> r.get("status").asInt() < 300, "succeeds");
        assertThat(calls.product(product).body().get("totalStock").asLong()).isEqualTo(10);
    }

    @Test
    void a_line_on_the_product_of_a_return_waits_for_the_return() {
        String product = calls.product(0);
        calls.receive(product, "main", 50);
        var lines = new ArrayList<String>();
        lines.add(sale("o-1", product, 50));
        for (int i = 0; i < 50; i++) {
            lines.add(
                    "{\"type\":\"return-stock\",\"productId\":\"%s\",\"orderId\":\"o-1\","
                                    .formatted(product)
                            + "\"warehouseId\":\"main\",\"quantity\":1,\"reason\":\"late\"}");
            // Nothing but the returned piece is there.
            lines.add(
                    "{\"type\":\"write-off-stock\",\"productId\":\"%s\",".formatted(product)
                            + "\"warehouseId\":\"main\",\"quantity\":1,\"reason\":\"worn\"}");
        }

        List<JsonNode> results = calls.bulk(String.join("\n", lines));

        assertThat(results)
                .allSatisfy(r -> assertThat(r.get("status").asInt()).as("%s", r).isEqualTo(200));
        assertThat(calls.product(product).body().get("totalStock").asLong()).isZero();
    }

    private static String sale(String order, String product, long quantity) {
        return "{\"type\":\"sell-order\",\"orderId\":\"%s\",\"lines\":[{\"productId\":\"%s\","
                        .formatted(order, product)
                + "\"warehouseId\":\"main\",\"quantity\":%d}]}".formatted(quantity);
    }

    @Test
    void the_changes_of_an_order_include_what_the_lines_before_have_reserved() {
        String a = calls.product(10);
        String b = calls.product(10);
        String order = UUID.randomUUID().toString();
        String to = "to " + order;
        var lines = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            lines.add(reservation(a, order));
            lines.add(reservation(b, order));
            lines.add(
                    "{\"type\":\"change-order\",\"orderId\":\"%s\",\"expiresInSeconds\":%d}"
                            .formatted(order, 600 + i));
            lines.add(
                    "{\"type\":\"reassign-order\",\"orderId\":\"%s\",\"toOrderId\":\"%s\"}"
                            .formatted(order, to));
            lines.add(
                    "{\"type\":\"change-order\",\"orderId\":\"%s\",\"expiresInSeconds\":null}"
                            .formatted(to));
            lines.add("{\"type\":\"cancel-order\",\"orderId\":\"%s\"}".formatted(to));
        }

        List<JsonNode> results = calls.bulk(String.join("\n", lines));

        assertThat(results)
                .allSatisfy(r -> assertThat(r.get("status").asInt()).as("%s", r).isEqualTo(200));
        assertThat(results)
                .filteredOn(r -> r.has("lines"))
                .allSatisfy(r -> assertThat(r.get("lines")).as("%s", r).hasSize(2));
        assertThat(calls.version(a)).isEqualTo(1 + 20 * 5);
    }

    private static String reservation(String product, String order) {
        return "{\"type\":\"reserve-stock\",\"productId\":\"%s\",\"orderId\":\"%s\",\"quantity\":1}"
                .formatted(product, order);
    }
}
