package io.stockledger.command.http;

import static io.stockledger.command.http.EveryCommand.json;
import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** Stock that is on hand and not for sale, lost stock, policies, and archived products. */
class StockForSaleIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    @Test
    void a_delivery_into_quarantine_is_for_sale_once_it_is_unblocked() {
        String product = calls.product(3);
        assertOk(
                product,
                "POST receipts {'warehouseId':'closed','quantity':5,'reference':'r',"
                        + "'blocked':true}");
        assertThat(calls.lastEvent(product).path("blocked").asBoolean(false)).isTrue();
        assertFigures(product, 8, 5, 3, 0, 0);

        assertOk(product, "POST unblocks {'warehouseId':'closed','quantity':4,'reason':'fine'}");
        assertEvent(
                product,
                "{'type':'StockUnblocked','productId':'%s','warehouseId':'closed','quantity':4,"
                        + "'reason':'fine'}");
        assertFigures(product, 8, 1, 7, 0, 0);
        calls.reserve(product, "o", 7);

        assertOk(product, "POST blocks {'warehouseId':'closed','quantity':2,'reason':'wet'}");
        assertEvent(
                product,
                "{'type':'StockBlocked','productId':'%s','warehouseId':'closed','quantity':2,"
                        + "'reason':'wet'}");
        assertFigures(product, 8, 3, 0, 7, 2);
    }

    @Test
    void a_loss_is_recorded_although_everything_is_reserved() {
        String product = calls.product(6);
        calls.reserve(product, "o", 6);

        assertOk(product, "POST write-offs {'warehouseId':'main','quantity':2,'reason':'fell'}");

        assertEvent(
                product,
                "{'type':'StockWrittenOff','productId':'%s','warehouseId':'main','quantity':2,"
                        + "'reason':'fell'}");
        assertFigures(product, 4, 0, 0, 6, 2);
    }

    @Test
    void a_loss_of_blocked_stock_leaves_the_stock_for_sale_as_it_is() {
        String product = calls.product(6);
        assertOk(product, "POST blocks {'warehouseId':'main','quantity':2,'reason':'wet'}");

        assertOk(
                product,
                "POST write-offs {'warehouseId':'main','quantity':2,'reason':'wet',"
                        + "'blocked':true}");

        assertThat(calls.lastEvent(product).path("blocked").asBoolean(false)).isTrue();
        assertFigures(product, 4, 0, 4, 0, 0);
    }

    @Test
    void a_policy_keeps_stock_back_and_allows_backorders() {
        String product = calls.product(10);

        assertOk(product, "PUT policy {'safetyStock':4,'backorderLimit':3,'reorderPoint':5}");

        assertEvent(
                product,
                "{'type':'StockPolicySet','productId':'%s','safetyStock':4,'backorderLimit':3,"
                        + "'reorderPoint':5}");
        JsonNode after = calls.product(product).body();
        assertThat(after.get("safetyStock").asLong()).isEqualTo(4);
        assertThat(after.get("backorderLimit").asLong()).isEqualTo(3);
        assertThat(after.get("reorderPoint").asLong()).isEqualTo(5);
        assertThat(after.get("availableStock").asLong()).isEqualTo(6);
        assertThat(after.get("availableToPromise").asLong()).isEqualTo(9);
        assertThat(calls.reserve(product, "o", 9).status()).isEqualTo(200);

        assertOk(product, "PUT policy {'safetyStock':0,'backorderLimit':0,'reorderPoint':null}");
        assertThat(calls.lastEvent(product).has("reorderPoint")).isFalse();
        assertThat(calls.product(product).body().get("reorderPoint").isNull()).isTrue();
    }

    @Test
    void a_product_gets_a_new_name_and_a_new_sku_one_by_one() {
        String product = calls.product(3);

        assertOk(product, "PATCH . {'name':'Mug'}");
        assertEvent(
                product, "{'type':'ProductRenamed','productId':'%s','name':'Mug','sku':'sku-1'}");
        assertOk(product, "PATCH . {'sku':'sku-2'}");
        assertEvent(
                product, "{'type':'ProductRenamed','productId':'%s','name':'Mug','sku':'sku-2'}");
        assertThat(calls.product(product).body().get("name").asString()).isEqualTo("Mug");
        assertThat(calls.product(product).body().get("sku").asString()).isEqualTo("sku-2");
    }

    @Test
    void an_archived_product_still_ships_takes_back_moves_and_counts() {
        String product = calls.product(10);
        calls.reserve(product, "o", 4);
        assertOk(product, "PUT archive");
        assertEvent(product, "{'type':'ProductArchived','productId':'%s'}");
        assertThat(calls.product(product).body().get("archived").asBoolean()).isTrue();

        for (String call :
                List.of(
                        "PATCH reservations/o {'quantity':3}",
                        "POST shipments {'orderId':'o','warehouseId':'main','quantity':2}",
                        "POST returns {'orderId':'o','warehouseId':'main','quantity':1,"
                                + "'reason':'r'}",
                        "POST transfers {'fromWarehouseId':'main','toWarehouseId':'north',"
                                + "'quantity':1,'reference':'r'}",
                        "POST counts {'warehouseId':'main','countedQuantity':8,'reference':'s'}",
                        "POST adjustments {'warehouseId':'main','newQuantity':7,'reason':'r'}",
                        "POST blocks {'warehouseId':'main','quantity':2,'reason':'r'}",
                        "POST unblocks {'warehouseId':'main','quantity':1,'reason':'r'}",
                        "POST write-offs {'warehouseId':'main','quantity':1,'reason':'r'}",
                        "PATCH . {'name':'Old lamp'}",
                        "PUT policy {'safetyStock':1,'backorderLimit':0,'reorderPoint':null}",
                        "DELETE reservations/o",
                        "DELETE archive",
                        "POST receipts {'warehouseId':'main','quantity':1,'reference':'r'}")) {
            assertOk(product, call);
        }
        assertThat(calls.product(product).body().get("archived").asBoolean()).isFalse();
    }

    @Test
    void a_command_that_changes_nothing_is_answered_with_the_current_version_and_no_events() {
        String product = calls.product(3);
        assertOk(product, "PUT archive");
        assertOk(product, "PUT policy {'safetyStock':1,'backorderLimit':0,'reorderPoint':2}");

        for (String call :
                List.of(
                        "PUT archive",
                        "PUT policy {'safetyStock':1,'backorderLimit':0,'reorderPoint':2}",
                        "PATCH . {'name':'Lamp','sku':'sku-1'}")) {
            Answer answer = RefusedCall.send(calls, product, call, "", "If-Match", "\"3\"");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("ETag")).isEqualTo("\"3\"");
            assertThat(answer.body().get("version").asLong()).isEqualTo(3);
            assertThat(answer.body().get("events").isEmpty()).isTrue();
        }
        Answer restored = calls.delete(path(calls.product(1)) + "/archive");
        assertThat(restored.body().get("version").asLong()).isEqualTo(1);
        assertThat(calls.version(product)).isEqualTo(3);
    }

    private void assertOk(String product, String call) {
        long before = calls.version(product);
        Answer answer = RefusedCall.send(calls, product, call, "");
        assertThat(answer.status()).as("%s: %s", call, answer.body()).isEqualTo(200);
        assertThat(answer.body().get("version").asLong()).isEqualTo(before + 1);
    }

    private void assertEvent(String product, String expected) {
        assertThat(calls.lastEvent(product))
                .isEqualTo(Calls.JSON.readTree(json(expected.formatted(product))));
    }

    private void assertFigures(
            String product,
            long total,
            long blocked,
            long available,
            long reserved,
            long shortfall) {
        JsonNode body = calls.product(product).body();
        assertThat(
                        List.of(
                                body.get("totalStock").asLong(),
                                body.get("blockedStock").asLong(),
                                body.get("availableStock").asLong(),
                                body.get("reservedStock").asLong(),
                                body.get("shortfall").asLong()))
                .containsExactly(total, blocked, available, reserved, shortfall);
    }
}
