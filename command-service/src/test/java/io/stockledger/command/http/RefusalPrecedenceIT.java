package io.stockledger.command.http;

import static io.stockledger.command.http.RefusedCall.refused;
import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Stream;

/** The first refusal in the order of precedence, if two apply to a command on a product. */
class RefusalPrecedenceIT {

    private static final String ARCHIVED = "PUT archive";
    private static final String RECEIPT =
            "POST receipts {'warehouseId':'main','quantity':%s,'reference':'r'}";
    private static final String RESERVATION = "POST reservations {'orderId':'%s','quantity':%s}";
    private static final String TRANSFER =
            "POST transfers {'fromWarehouseId':'main','toWarehouseId':'north','quantity':%s,"
                    + "'reference':'r'}";
    private static final String RETURN =
            "POST returns {'orderId':'o-9','warehouseId':'main','quantity':%s,'reason':'r'}";

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    static Stream<RefusedCall> pairs() {
        return Stream.of(versions(), archived(), missing(), quantities()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void a_command_is_refused_for_the_first_reason_that_applies(RefusedCall refused) {
        refused.check(calls);
    }

    private static List<RefusedCall> versions() {
        return List.of(
                refused(
                                "a malformed request before a version",
                                RECEIPT.formatted("'1'"),
                                400,
                                "malformed-request",
                                "'errors':[{'field':'quantity','message':"
                                        + "'must be a whole number in plain digits'}]")
                        .atVersion(1),
                version("an archived product", RECEIPT.formatted("1")).after(ARCHIVED),
                version("a missing reservation", "DELETE reservations/o-2"),
                version("a reservation to change", "PATCH reservations/o-2 {'quantity':1}"),
                version("a missing shipment", RETURN.formatted("1")),
                version("a reservation that exists", RESERVATION.formatted("o-1", "1")),
                version("a quantity", RECEIPT.formatted("0")),
                version(
                        "a quantity of the policy",
                        "PUT policy {'safetyStock':-1,'backorderLimit':0,'reorderPoint':null}"),
                version(
                        "a lack of stock",
                        "POST blocks {'warehouseId':'main','quantity':11,'reason':'r'}"));
    }

    private static RefusedCall version(String other, String call) {
        return refused("a version before " + other, call, 412, "version-mismatch", "").atVersion(1);
    }

    private static List<RefusedCall> archived() {
        return Stream.of(
                        refused(
                                "an archived product before a reservation that exists",
                                RESERVATION.formatted("o-1", "1"),
                                409,
                                "product-archived",
                                ""),
                        refused(
                                "an archived product before a quantity",
                                RECEIPT.formatted("0"),
                                409,
                                "product-archived",
                                ""),
                        refused(
                                "an archived product before a quantity of a reservation",
                                RESERVATION.formatted("o-2", "0"),
                                409,
                                "product-archived",
                                ""),
                        refused(
                                "an archived product before a lack of stock",
                                RESERVATION.formatted("o-2", "101"),
                                409,
                                "product-archived",
                                ""),
                        refused(
                                "an archived product before a raise that is too large",
                                "PATCH reservations/o-1 {'quantity':9007199254740992}",
                                409,
                                "product-archived",
                                ""),
                        refused(
                                "a missing reservation, which says nothing of a raise",
                                "PATCH reservations/o-2 {'quantity':1}",
                                404,
                                "reservation-not-found",
                                ""))
                .map(refused -> refused.after(ARCHIVED))
                .toList();
    }

    private static List<RefusedCall> missing() {
        return List.of(
                refused(
                        "a missing reservation before a quantity",
                        "POST shipments {'orderId':'o-2','warehouseId':'main','quantity':0}",
                        404,
                        "reservation-not-found",
                        ""),
                refused(
                        "a missing reservation before a new quantity",
                        "PATCH reservations/o-2 {'quantity':0}",
                        404,
                        "reservation-not-found",
                        ""),
                refused(
                        "a missing shipment before a quantity",
                        RETURN.formatted("0"),
                        404,
                        "shipment-not-found",
                        ""),
                refused(
                        "a reservation that exists before a quantity",
                        RESERVATION.formatted("o-1", "0"),
                        409,
                        "reservation-exists",
                        ""),
                refused(
                        "a reservation that exists before a lack of stock",
                        RESERVATION.formatted("o-1", "101"),
                        409,
                        "reservation-exists",
                        ""));
    }

    private static List<RefusedCall> quantities() {
        return List.of(
                refused(
                        "a quantity before a lack of stock",
                        TRANSFER.formatted("9007199254740992"),
                        422,
                        "invalid-quantity",
                        ""),
                refused(
                        "a quantity before a lack of blocked stock",
                        "POST unblocks {'warehouseId':'main','quantity':0,'reason':'r'}",
                        422,
                        "invalid-quantity",
                        ""),
                refused(
                        "a quantity before a stale count",
                        "POST adjustments {'warehouseId':'main','newQuantity':-1,'reason':'r',"
                                + "'oldQuantity':9}",
                        422,
                        "invalid-quantity",
                        ""),
                refused(
                        "a stale count before overselling",
                        "POST adjustments {'warehouseId':'north','newQuantity':0,'reason':'r',"
                                + "'oldQuantity':1}",
                        409,
                        "stale-count",
                        ""));
    }

    /** A command of each kind that is accepted, if order {@code o-1} has a reservation of 50. */
    static List<String> kinds() {
        return List.of(
                RECEIPT.formatted("1"),
                RESERVATION.formatted("o-2", "1"),
                "PATCH reservations/o-1 {'quantity':49}",
                "DELETE reservations/o-1",
                "POST shipments {'orderId':'o-1','warehouseId':'main','quantity':1}",
                "POST shipments {'orderId':'o-2','warehouseId':'main','quantity':1,"
                        + "'beyondReservation':true}",
                "POST returns {'orderId':'o-3','warehouseId':'main','quantity':1,'reason':'r'}",
                "POST blocks {'warehouseId':'main','quantity':1,'reason':'r'}",
                "POST unblocks {'warehouseId':'main','quantity':1,'reason':'r'}",
                "POST write-offs {'warehouseId':'main','quantity':1,'reason':'r'}",
                "POST adjustments {'warehouseId':'main','newQuantity':90,'reason':'r'}",
                TRANSFER.formatted("1"),
                "POST counts {'warehouseId':'main','countedQuantity':60,'reference':'s'}",
                "PATCH . {'name':'Another lamp'}",
                "PUT policy {'safetyStock':1,'backorderLimit':0,'reorderPoint':null}",
                "PUT archive",
                "DELETE archive");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void an_unknown_product_is_refused_before_a_version_and_a_quantity(String call) {
        String productId = Calls.newProduct();
        String invalid = call.replaceAll("uantity':[0-9]+", "uantity':-1");

        Answer answer = RefusedCall.send(calls, productId, invalid, "", "If-Match", "\"7\"");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("product-not-found");
        assertThat(answer.body().get("productId").asString()).isEqualTo(productId);
        assertThat(calls.product(productId).problem()).isEqualTo("product-not-found");
        assertThat(calls.get(path(productId) + "/events").problem()).isEqualTo("product-not-found");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void each_command_on_a_product_applies_only_to_the_version_that_it_names(String call) {
        String productId = stocked();
        long version = calls.version(productId);
        String older = "\"" + (version - 1) + "\"";

        Answer refused = RefusedCall.send(calls, productId, call, "", "If-Match", older);
        assertThat(refused.problem()).as("%s", refused.body()).isEqualTo("version-mismatch");

        String current = "\"" + version + "\"";
        Answer accepted = RefusedCall.send(calls, productId, call, "", "If-Match", current);
        assertThat(accepted.status()).as("%s", accepted.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void if_match_of_any_version_applies_to_a_product_that_exists(String call) {
        assertThat(RefusedCall.send(calls, stocked(), call, "", "If-Match", "*").status())
                .isEqualTo(200);
    }

    /** A product on which each of the {@link #kinds} is accepted. */
    private String stocked() {
        String productId = calls.product(100);
        calls.reserve(productId, "o-1", 50);
        calls.reserve(productId, "o-3", 2);
        calls.ship(productId, "o-3", "main", 2);
        RefusedCall.send(
                calls,
                productId,
                "POST blocks {'warehouseId':'main','quantity':2,'reason':'r'}",
                "");
        return productId;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"1\"", "\"9\"", "*"})
    void a_registered_product_is_refused_before_a_version_and_a_quantity(String ifMatch) {
        String productId = calls.product(10);
        String body =
                "{\"productId\":\"%s\",\"name\":\"n\",\"sku\":\"s\",\"initialQuantity\":-1}"
                        .formatted(productId);

        Answer answer =
                ifMatch.isEmpty()
                        ? calls.post("/v1/products", body)
                        : calls.post("/v1/products", body, "If-Match", ifMatch);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("already-registered");
        assertThat(calls.version(productId)).isEqualTo(1);
    }

    @Test
    void an_archived_product_stays_registered() {
        String productId = calls.product(10);
        calls.archive(productId);

        assertThat(calls.register(productId, 10).problem()).isEqualTo("already-registered");
    }

    @Test
    void if_match_of_any_version_refuses_to_register_a_product_that_does_not_exist() {
        String productId = Calls.newProduct();
        String body =
                "{\"productId\":\"%s\",\"name\":\"n\",\"sku\":\"s\",\"initialQuantity\":1}"
                        .formatted(productId);

        Answer answer = calls.post("/v1/products", body, "If-Match", "*");

        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.problem()).isEqualTo("version-mismatch");
        assertThat(answer.body().get("detail").asString())
                .isEqualTo(
                        "version: the product does not exist, so that it matches neither version 1"
                                + " nor '*'");
        assertThat(answer.body().get("expected").asLong()).isEqualTo(1);
        assertThat(answer.body().get("actual").asLong()).isZero();
        assertThat(answer.body().get("since").isEmpty()).isTrue();
        assertThat(calls.product(productId).status()).isEqualTo(404);
    }
}
