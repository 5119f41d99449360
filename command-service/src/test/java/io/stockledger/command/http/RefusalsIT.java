package io.stockledger.command.http;

import static io.stockledger.command.http.RefusedCall.refused;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every refusal of a command on a product over HTTP, with its fields. {@link RefusalPrecedenceIT}
 * has the order in which they are checked, and {@link OrderRefusalsIT} the refusals of orders.
 */
class RefusalsIT {

    private static final String MAX = "9007199254740991";
    private static final String BEYOND = "9223372036854775808";

    private static final String ARCHIVED = "PUT archive";
    private static final String BOUND =
            "POST reservations {'orderId':'o-2','quantity':8,'warehouseId':'main'}";

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    static Stream<RefusedCall> refusals() {
        return Stream.of(
                        versions(),
                        archived(),
                        missing(),
                        quantities(),
                        returns(),
                        availableStock(),
                        warehouseStock(),
                        boundStock(),
                        adjustments())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_is_a_problem_with_its_fields_and_records_nothing(RefusedCall refused) {
        refused.check(calls);
    }

    private static List<RefusedCall> versions() {
        String since =
                "[{'type':'StockReceived','sequenceNumber':2},"
                        + "{'type':'StockReserved','sequenceNumber':3}]";
        return List.of(
                refused(
                                "an older version than the current one",
                                "POST receipts {'warehouseId':'main','quantity':1,'reference':'r'}",
                                412,
                                "version-mismatch",
                                "'expected':1,'actual':3,'since':" + since)
                        .atVersion(1),
                refused(
                                "a version beyond the current one",
                                "PUT archive",
                                412,
                                "version-mismatch",
                                "'expected':9,'actual':3,'since':[]")
                        .atVersion(9),
                refused(
                        "a count as of a version beyond the current one",
                        "POST counts {'warehouseId':'main','countedQuantity':1,'reference':'s',"
                                + "'asOfVersion':4}",
                        412,
                        "version-mismatch",
                        "'expected':4,'actual':3,'since':[]"));
    }

    private static List<RefusedCall> archived() {
        return Stream.of(
                        "POST receipts {'warehouseId':'main','quantity':1,'reference':'r'}",
                        "POST reservations {'orderId':'o-2','quantity':1}",
                        "PATCH reservations/o-1 {'quantity':51}",
                        "POST shipments {'orderId':'o-1','warehouseId':'north','quantity':51,"
                                + "'beyondReservation':true}",
                        "POST shipments {'orderId':'o-2','warehouseId':'main','quantity':1,"
                                + "'beyondReservation':true}")
                .map(
                        call ->
                                refused("archived: " + call, call, 409, "product-archived", "")
                                        .after(ARCHIVED))
                .toList();
    }

    private static List<RefusedCall> missing() {
        String ofOrder = "'orderId':'o-2'";
        return List.of(
                refused(
                        "a cancellation without a reservation",
                        "DELETE reservations/o-2",
                        404,
                        "reservation-not-found",
                        ofOrder),
                refused(
                        "a change without a reservation",
                        "PATCH reservations/o-2 {'quantity':1}",
                        404,
                        "reservation-not-found",
                        ofOrder),
                refused(
                        "a shipment without a reservation",
                        "POST shipments {'orderId':'o-2','warehouseId':'main','quantity':1}",
                        404,
                        "reservation-not-found",
                        ofOrder),
                refused(
                        "a return of an order that never was",
                        "POST returns {'orderId':'o-2','warehouseId':'main','quantity':1,"
                                + "'reason':'r'}",
                        404,
                        "shipment-not-found",
                        ofOrder),
                refused(
                        "a return of an order of which nothing was shipped",
                        "POST returns {'orderId':'o-1','warehouseId':'main','quantity':1,"
                                + "'reason':'r'}",
                        404,
                        "shipment-not-found",
                        "'orderId':'o-1'"),
                refused(
                        "a second reservation",
                        "POST reservations {'orderId':'o-1','quantity':1}",
                        409,
                        "reservation-exists",
                        "'orderId':'o-1','quantity':50"));
    }

    private static List<RefusedCall> quantities() {
        var refusals = new ArrayList<RefusedCall>();
        for (String quantity : List.of("0", "-1", "9007199254740992", BEYOND, "-" + BEYOND)) {
            for (String call :
                    List.of(
                            "POST receipts {'warehouseId':'main','quantity':%s,'reference':'r'}",
                            "POST reservations {'orderId':'o-2','quantity':%s}",
                            "PATCH reservations/o-1 {'quantity':%s}",
                            "POST shipments {'orderId':'o-1','warehouseId':'main','quantity':%s}",
                            "POST shipments {'orderId':'o-1','warehouseId':'main','quantity':%s,"
                                    + "'beyondReservation':true}",
                            "POST transfers {'fromWarehouseId':'main','toWarehouseId':'north',"
                                    + "'quantity':%s,'reference':'r'}",
                            "POST blocks {'warehouseId':'main','quantity':%s,'reason':'r'}",
                            "POST unblocks {'warehouseId':'main','quantity':%s,'reason':'r'}",
                            "POST write-offs {'warehouseId':'main','quantity':%s,'reason':'r'}")) {
                refusals.add(invalid(call.formatted(quantity), "quantity", quantity));
            }
        }
        for (String level : List.of("-1", "9007199254740992", BEYOND)) {
            refusals.add(invalid(policy(level, "0", "0"), "safetyStock", level));
            refusals.add(invalid(policy("0", level, "0"), "backorderLimit", level));
            refusals.add(invalid(policy("0", "0", level), "reorderPoint", level));
        }
        refusals.add(
                invalid(
                        "POST receipts {'warehouseId':'main','quantity':%s,'reference':'r'}"
                                .formatted(MAX),
                        "quantity",
                        MAX));
        refusals.add(
                invalid(
                        "POST shipments {'orderId':'o-1','warehouseId':'north','quantity':51}",
                        "quantity",
                        "51"));
        refusals.add(
                invalid(
                        "POST adjustments {'warehouseId':'main','newQuantity':-1,'reason':'r'}",
                        "newQuantity",
                        "-1"));
        refusals.add(
                invalid(
                        "POST counts {'warehouseId':'main','countedQuantity':%s,'reference':'s'}"
                                .formatted(BEYOND),
                        "countedQuantity",
                        BEYOND));
        return refusals;
    }

    private static String policy(String safetyStock, String backorderLimit, String reorderPoint) {
        return "PUT policy {'safetyStock':%s,'backorderLimit':%s,'reorderPoint':%s}"
                .formatted(safetyStock, backorderLimit, reorderPoint);
    }

    private static RefusedCall invalid(String call, String field, String quantity) {
        return refused(
                call,
                call,
                422,
                "invalid-quantity",
                "'field':'" + field + "','quantity':" + quantity);
    }

    private static List<RefusedCall> returns() {
        String shipped = "POST shipments {'orderId':'o-1','warehouseId':'main','quantity':5}";
        String returned =
                "POST returns {'orderId':'o-1','warehouseId':'north','quantity':2,'reason':'r'}";
        var refusals = new ArrayList<RefusedCall>();
        for (String quantity : List.of("4", MAX)) {
            refusals.add(
                    refused(
                                    "a return of " + quantity + " of 3",
                                    giveBack(quantity),
                                    422,
                                    "invalid-quantity",
                                    "'field':'quantity','quantity':"
                                            + quantity
                                            + ",'shipped':5,'returned':2")
                            .after(shipped, returned));
        }
        for (String quantity : List.of("0", "-1", BEYOND)) {
            refusals.add(invalid(giveBack(quantity), "quantity", quantity).after(shipped));
        }
        return refusals;
    }

    private static String giveBack(String quantity) {
        return "POST returns {'orderId':'o-1','warehouseId':'main','quantity':%s,'reason':'r'}"
                .formatted(quantity);
    }

    private static List<RefusedCall> availableStock() {
        return List.of(
                shortOf(
                        "a reservation of more than is available",
                        "POST reservations {'orderId':'o-2','quantity':51}",
                        "'available':50,'requested':51"),
                shortOf(
                        "a raise by more than is available",
                        "PATCH reservations/o-1 {'quantity':101}",
                        "'available':50,'requested':51"),
                shortOf(
                        "a sale of more than is available",
                        "POST shipments {'orderId':'o-2','warehouseId':'north','quantity':51,"
                                + "'beyondReservation':true}",
                        "'available':50,'requested':51"),
                shortOf(
                                "a reservation of blocked stock",
                                "POST reservations {'orderId':'o-2','quantity':41}",
                                "'available':40,'requested':41")
                        .after("POST blocks {'warehouseId':'north','quantity':10,'reason':'r'}"),
                shortOf(
                                "a reservation of safety stock",
                                "POST reservations {'orderId':'o-2','quantity':46}",
                                "'available':45,'requested':46")
                        .after(policy("5", "0", "null")),
                shortOf(
                                "a reservation beyond the backorder limit",
                                "POST reservations {'orderId':'o-2','quantity':56}",
                                "'available':55,'requested':56")
                        .after(policy("0", "5", "null")));
    }

    private static List<RefusedCall> warehouseStock() {
        return List.of(
                shortOf(
                        "a reservation of more than its warehouse holds",
                        "POST reservations {'orderId':'o-2','quantity':11,'warehouseId':'main'}",
                        "'warehouseId':'main','available':10,'requested':11"),
                shortOf(
                        "a reservation in a warehouse that was never seen",
                        "POST reservations {'orderId':'o-2','quantity':1,'warehouseId':'none'}",
                        "'warehouseId':'none','available':0,'requested':1"),
                shortOf(
                        "a change to a warehouse that holds too little",
                        "PATCH reservations/o-1 {'warehouseId':'main'}",
                        "'warehouseId':'main','available':10,'requested':50"),
                shortOf(
                        "a shipment of more than the warehouse holds",
                        "POST shipments {'orderId':'o-1','warehouseId':'main','quantity':11}",
                        "'warehouseId':'main','available':10,'requested':11"),
                shortOf(
                        "a transfer of more than the warehouse holds",
                        transfer("main", "11"),
                        "'warehouseId':'main','available':10,'requested':11"),
                shortOf(
                        "a transfer out of a warehouse that was never seen",
                        transfer("none", "1"),
                        "'warehouseId':'none','available':0,'requested':1"),
                shortOf(
                                "a transfer of blocked stock",
                                transfer("main", "7"),
                                "'warehouseId':'main','available':6,'requested':7")
                        .after("POST blocks {'warehouseId':'main','quantity':4,'reason':'r'}"),
                shortOf(
                        "a block of more than the warehouse holds",
                        "POST blocks {'warehouseId':'main','quantity':11,'reason':'r'}",
                        "'warehouseId':'main','available':10,'requested':11"),
                shortOf(
                        "an unblock of stock that is not blocked",
                        "POST unblocks {'warehouseId':'main','quantity':1,'reason':'r'}",
                        "'warehouseId':'main','available':0,'requested':1"),
                shortOf(
                        "a loss of more than the warehouse holds",
                        "POST write-offs {'warehouseId':'main','quantity':11,'reason':'r'}",
                        "'warehouseId':'main','available':10,'requested':11"),
                shortOf(
                        "a loss of blocked stock where nothing is blocked",
                        "POST write-offs {'warehouseId':'main','quantity':1,'reason':'r',"
                                + "'blocked':true}",
                        "'warehouseId':'main','available':0,'requested':1"));
    }

    private static List<RefusedCall> boundStock() {
        return List.of(
                shortOf(
                                "a shipment of stock that is reserved in the warehouse",
                                "POST shipments {'orderId':'o-1','warehouseId':'main',"
                                        + "'quantity':3}",
                                "'warehouseId':'main','available':2,'requested':3")
                        .after(BOUND),
                shortOf(
                                "a transfer of stock that is reserved in the warehouse",
                                transfer("main", "3"),
                                "'warehouseId':'main','available':2,'requested':3")
                        .after(BOUND),
                shortOf(
                                "a raise of a reservation beyond its warehouse",
                                "PATCH reservations/o-2 {'quantity':11}",
                                "'warehouseId':'main','available':2,'requested':3")
                        .after(BOUND));
    }

    private static String transfer(String from, String quantity) {
        return "POST transfers {'fromWarehouseId':'%s','toWarehouseId':'west','quantity':%s,"
                        .formatted(from, quantity)
                + "'reference':'r'}";
    }

    private static RefusedCall shortOf(String name, String call, String fields) {
        return refused(name, call, 409, "insufficient-stock", fields);
    }

    private static List<RefusedCall> adjustments() {
        String below = "POST adjustments {'warehouseId':'main','newQuantity':%d,'reason':'r'}";
        return List.of(
                refused(
                        "another old quantity than the warehouse holds",
                        "POST adjustments {'warehouseId':'main','newQuantity':5,'reason':'r',"
                                + "'oldQuantity':9}",
                        409,
                        "stale-count",
                        "'warehouseId':'main','expected':9,'actual':10"),
                refused(
                        "an adjustment below the reserved quantity",
                        "POST adjustments {'warehouseId':'north','newQuantity':39,'reason':'r'}",
                        409,
                        "would-oversell",
                        "'reserved':50,'newTotal':49"),
                refused(
                                "an adjustment below what is reserved in the warehouse",
                                below.formatted(7),
                                409,
                                "would-oversell",
                                "'warehouseId':'main','reserved':8,'newTotal':97")
                        .after(BOUND),
                refused(
                                "an adjustment below what is blocked in the warehouse",
                                below.formatted(3),
                                409,
                                "would-oversell",
                                "'warehouseId':'main','reserved':0,'newTotal':93")
                        .after("POST blocks {'warehouseId':'main','quantity':4,'reason':'r'}"));
    }
}
