package io.stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.access.AccessRules;
import io.stockledger.access.AccessRules.Need;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestIssuer;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Objects;
import java.util.stream.Stream;

class AccessIT {

    private static final String TABLE =
            """
            GET /v1/inventory inventory:read
            GET /v1/inventory/{productId} inventory:read
            GET /v1/inventory/{productId}/movements inventory:read
            GET /v1/inventory/{productId}/levels inventory:read
            GET /v1/inventory/{productId}/curve inventory:read
            GET /v1/inventory/{productId}/reservations inventory:read
            POST /v1/inventory-lookups inventory:read
            GET /v1/inventory-changes inventory:read
            GET /v1/low-stock-alerts inventory:read
            GET /v1/movements inventory:read
            GET /v1/orders/{orderId}/reservations inventory:read
            GET /asyncapi inventory:read
            GET /asyncapi.yaml inventory:read
            GET /v1/projections inventory:read
            GET /v1/dead-letters inventory:read
            GET /v1/dead-letters/{id} inventory:read
            POST /v1/dead-letters/{id}/retry inventory:admin
            DELETE /v1/dead-letters/{id} inventory:admin
            POST /v1/projections/{name}/rebuild inventory:admin
            POST /v1/projections/{name}/swap inventory:admin
            DELETE /v1/projections/{name}/rebuild inventory:admin
            GET /actuator/health/liveness open
            GET /actuator/health/readiness open
            GET /v3/api-docs inventory:read
            GET /v3/api-docs.yaml inventory:read
            GET /v3/api-docs/swagger-config inventory:read
            GET /swagger-ui.html inventory:read
            GET / open
            GET /console open
            GET /console/{*path} open
            GET /console/config.json open
            * /error closed
            """;

    private static final TestIssuer ISSUER = TestIssuer.named("https://issuer.test");
    private static final String READ = "inventory:read";

    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void start() {
        topic = TestTopic.create(3);
        var settings = new HashMap<>(ISSUER.settings());
        settings.put("stockledger.topic.name", topic.name());
        settings.put("management.server.port", "0");
        settings.put("stockledger.clients.costly-reads-per-second", "1");
        settings.put("stockledger.clients.streams-max", "1");
        settings.put("stockledger.clients.waits-max", "1");
        settings.put("stockledger.clients.refusals-per-second", "2");
        service = QueryService.start(TestStack.shared().newViewsDatabase(), settings);
        service.awaitReady();
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    /** A new endpoint is closed until it has a rule, and it is not in this table. */
    @Test
    void every_endpoint_has_the_scope_of_the_table() {
        assertThat(endpoints()).containsExactlyInAnyOrderElementsOf(TABLE.lines().toList());
    }

    @Test
    void a_stream_ends_with_its_token_and_asks_for_a_new_one() {
        Answer stream = service.get("/v1/inventory-changes", "Authorization", endingSoon());
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.text()).contains("event: reauthenticate\n").endsWith("data: {}\n\n");
    }

    @Test
    void a_waiting_read_ends_with_its_token() {
        Answer read =
                service.get(
                        "/v1/inventory/none?minVersion=1&waitMs=20000",
                        "Authorization",
                        endingSoon());
        assertThat(read.status()).as(read.text()).isEqualTo(401);
        assertThat(read.problem()).isEqualTo("unauthorized");
    }

    @Test
    void a_client_beyond_its_rate_of_costly_reads_is_refused_and_others_are_not() {
        Answer answer = search("anna");
        for (int i = 0; i < 100 && answer.status() == 200; i++) {
            answer = search("anna");
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.problem()).isEqualTo("too-many-requests");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"costly-reads\";q=2;w=2");
        assertThat(answer.header("RateLimit")).startsWith("\"costly-reads\";r=0;t=");
        assertThat(search("bert").status()).isEqualTo(200);
        assertThat(service.get("/v1/inventory/none", "Authorization", by("anna")).status())
                .as("reads by key have a rate of their own")
                .isEqualTo(404);
    }

    @Test
    void an_address_that_sends_too_many_invalid_tokens_is_refused_before_they_are_checked() {
        Answer answer = service.get("/v1/projections", "Authorization", "Bearer x");
        for (int i = 0; i < 200 && answer.status() == 401; i++) {
            answer = service.get("/v1/projections", "Authorization", "Bearer x");
        }
        assertThat(answer.status()).isEqualTo(429);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(
                                                service.get(
                                                                "/v1/projections",
                                                                "Authorization",
                                                                by("anna"))
                                                        .status())
                                        .isEqualTo(200));
    }

    private static Answer search(String subject) {
        return service.get("/v1/inventory?q=lamp", "Authorization", by(subject));
    }

    private static String by(String subject) {
        return "Bearer " + ISSUER.sign(ISSUER.claims(READ).subject(subject).build());
    }

    /** A token with time to send a request; its end is in whole seconds. */
    private static String endingSoon() {
        Date end = Date.from(Instant.now().plusSeconds(6));
        return "Bearer " + ISSUER.sign(ISSUER.claims(READ).expirationTime(end).build());
    }

    private static Stream<String> endpoints() {
        AccessRules rules = service.context().getBean(AccessRules.class);
        return service
                .context()
                .getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values()
                .stream()
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
