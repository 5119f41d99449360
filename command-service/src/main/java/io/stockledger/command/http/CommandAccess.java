package io.stockledger.command.http;

import static io.stockledger.access.Scope.ADMIN;
import static io.stockledger.access.Scope.READ;
import static io.stockledger.access.Scope.WRITE;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.stockledger.access.AccessRules;

/** The scope that each call of the command service needs. A call that is not here is closed. */
final class CommandAccess {

    private static final String PRODUCT = "/v1/products/{productId}";
    private static final String ORDER = "/v1/orders/{orderId}";
    private static final String RESERVATION = PRODUCT + "/reservations/{orderId}";

    private CommandAccess() {}

    static AccessRules rules() {
        return AccessRules.builder()
                .need(READ, GET, PRODUCT, PRODUCT + "/events")
                .need(WRITE, POST, "/v1/products")
                .need(WRITE, PATCH, PRODUCT, RESERVATION)
                .need(WRITE, PUT, PRODUCT + "/policy", PRODUCT + "/archive")
                .need(WRITE, DELETE, PRODUCT + "/archive", RESERVATION)
                .need(WRITE, POST, PRODUCT + "/reservations", PRODUCT + "/shipments")
                .need(WRITE, POST, PRODUCT + "/receipts", PRODUCT + "/returns")
                .need(WRITE, POST, PRODUCT + "/adjustments", PRODUCT + "/counts")
                .need(WRITE, POST, PRODUCT + "/transfers", PRODUCT + "/write-offs")
                .need(WRITE, POST, PRODUCT + "/blocks", PRODUCT + "/unblocks")
                .need(WRITE, POST, ORDER + "/reservations", ORDER + "/reassignments")
                .need(WRITE, POST, ORDER + "/shipments", ORDER + "/sales", ORDER + "/returns")
                .need(WRITE, PATCH, ORDER + "/reservations")
                .need(WRITE, DELETE, ORDER + "/reservations")
                .need(WRITE, POST, "/v1/commands")
                .need(ADMIN, POST, "/v1/relay/republish")
                .build();
    }
}
