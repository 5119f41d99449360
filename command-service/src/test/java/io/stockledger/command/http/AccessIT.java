package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.access.AccessRules;
import io.stockledger.access.AccessRules.Need;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import java.util.Objects;
import java.util.stream.Stream;

/** A new endpoint is closed until it has a rule, and it is not in this table. */
class AccessIT {

    private static final String TABLE =
            """
            GET /v1/products/{productId} inventory:read
            GET /v1/products/{productId}/events inventory:read
            POST /v1/products inventory:write
            PATCH /v1/products/{productId} inventory:write
            PUT /v1/products/{productId}/policy inventory:write
            PUT /v1/products/{productId}/archive inventory:write
            DELETE /v1/products/{productId}/archive inventory:write
            POST /v1/products/{productId}/receipts inventory:write
            POST /v1/products/{productId}/reservations inventory:write
            PATCH /v1/products/{productId}/reservations/{orderId} inventory:write
            DELETE /v1/products/{productId}/reservations/{orderId} inventory:write
            POST /v1/products/{productId}/shipments inventory:write
            POST /v1/products/{productId}/returns inventory:write
            POST /v1/products/{productId}/blocks inventory:write
            POST /v1/products/{productId}/unblocks inventory:write
            POST /v1/products/{productId}/write-offs inventory:write
            POST /v1/products/{productId}/adjustments inventory:write
            POST /v1/products/{productId}/transfers inventory:write
            POST /v1/products/{productId}/counts inventory:write
            POST /v1/orders/{orderId}/reservations inventory:write
            PATCH /v1/orders/{orderId}/reservations inventory:write
            DELETE /v1/orders/{orderId}/reservations inventory:write
            POST /v1/orders/{orderId}/reassignments inventory:write
            POST /v1/orders/{orderId}/shipments inventory:write
            POST /v1/orders/{orderId}/sales inventory:write
            POST /v1/orders/{orderId}/returns inventory:write
            POST /v1/commands inventory:write
            POST /v1/relay/republish inventory:admin
            GET /actuator inventory:admin
            GET /actuator/health inventory:admin
            GET /actuator/health/** closed
            GET /actuator/prometheus inventory:admin
            GET /v3/api-docs inventory:read
            GET /v3/api-docs.yaml inventory:read
            GET /v3/api-docs/swagger-config inventory:read
            GET /swagger-ui.html inventory:read
            * /error closed
            """;

    @Test
    void every_endpoint_has_the_scope_of_the_table() {
        assertThat(endpoints()).containsExactlyInAnyOrderElementsOf(TABLE.lines().toList());
    }

    private static Stream<String> endpoints() {
        AccessRules rules = RunningCommandService.shared().bean(AccessRules.class);
        return RunningCommandService.shared().beans(RequestMappingInfoHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(endpoint -> withScope(endpoint, rules))
                .distinct();
    }

    private static Stream<String> withScope(RequestMappingInfo endpoint, AccessRules rules) {
        var patterns = Objects.requireNonNull(endpoint.getPathPatternsCondition()).getPatterns();
        var methods = endpoint.getMethodsCondition().getMethods();
        Stream<String> names =
                methods.isEmpty() ? Stream.of("*") : methods.stream().map(RequestMethod::name);
        return names.flatMap(
                method ->
                        patterns.stream()
                                .map(
                                        pattern ->
                                                "%s %s %s"
                                                        .formatted(
                                                                method,
                                                                pattern,
                                                                scope(
                                                                        rules,
                                                                        method,
                                                                        pattern
                                                                                .getPatternString()))));
    }

    private static String scope(AccessRules rules, String method, String pattern) {
        return switch (rules.of(method, PathContainer.parsePath(pattern))) {
            case Need.Nothing _ -> "open";
            case Need.Granted granted -> granted.scope().value();
            default -> "closed";
        };
    }
}
