package io.stockledger.query.http;

import static io.stockledger.access.Scope.ADMIN;
import static io.stockledger.access.Scope.READ;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import io.stockledger.access.AccessRules;

/** The scope that each call of the query service needs. A call that is not here is closed. */
final class QueryAccess {

    private static final String ITEM = "/v1/inventory/{productId}";
    private static final String PROJECTION = "/v1/projections/{name}";
    private static final String DEAD_LETTER = "/v1/dead-letters/{id}";

    private QueryAccess() {}

    static AccessRules rules() {
        return AccessRules.builder()
                // The files of the console, which hold no data.
                .open(GET, "/", "/console", "/console/{*path}")
                .need(READ, GET, ITEM, ITEM + "/movements", ITEM + "/reservations")
                .need(READ, GET, "/v1/inventory-changes", "/v1/orders/{orderId}/reservations")
                .costlyRead(GET, "/v1/inventory", ITEM + "/levels", ITEM + "/curve")
                .costlyRead(GET, "/v1/movements")
                .costlyRead(GET, "/v1/low-stock-alerts")
                .costlyRead(POST, "/v1/inventory-lookups")
                .need(READ, GET, "/asyncapi", "/asyncapi.yaml")
                .need(READ, GET, "/v1/projections", "/v1/dead-letters", DEAD_LETTER)
                .need(ADMIN, POST, PROJECTION + "/rebuild", PROJECTION + "/swap")
                .need(ADMIN, DELETE, PROJECTION + "/rebuild")
                .need(ADMIN, POST, DEAD_LETTER + "/retry")
                .need(ADMIN, DELETE, DEAD_LETTER)
                .build();
    }
}
