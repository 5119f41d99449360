package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import io.stockledger.localstack.process.Ports;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestIssuer;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The packaged services with security on, and every call of them with every kind of token. */
class AccessIT {

    private static final String READ = "inventory:read";
    private static final String WRITE = "inventory:write";
    private static final String ADMIN = "inventory:admin";
    private static final List<String> SCOPES = List.of(READ, WRITE, ADMIN);

    private static final String PROBLEM = "urn:stockledger:problem:";

    private static final TestIssuer ISSUER = TestIssuer.named("https://issuer.test");
    private static final TestIssuer STRANGER = TestIssuer.named("https://issuer.test");

    /** The calls of the command service; the others are those of the query service. */
    private static final List<Call> COMMANDS =
            calls(
                    """
                    GET /v1/products/p inventory:read
                    GET /v1/products/p/events inventory:read
                    POST /v1/products inventory:write
                    PATCH /v1/products/p inventory:write
                    PUT /v1/products/p/policy inventory:write
                    PUT /v1/products/p/archive inventory:write
                    DELETE /v1/products/p/archive inventory:write
                    POST /v1/products/p/receipts inventory:write
                    POST /v1/products/p/reservations inventory:write
                    PATCH /v1/products/p/reservations/o inventory:write
                    DELETE /v1/products/p/reservations/o inventory:write
                    POST /v1/products/p/shipments inventory:write
                    POST /v1/products/p/returns inventory:write
                    POST /v1/products/p/blocks inventory:write
                    POST /v1/products/p/unblocks inventory:write
                    POST /v1/products/p/write-offs inventory:write
                    POST /v1/products/p/adjustments inventory:write
                    POST /v1/products/p/transfers inventory:write
                    POST /v1/products/p/counts inventory:write
                    POST /v1/orders/o/reservations inventory:write
                    PATCH /v1/orders/o/reservations inventory:write
                    DELETE /v1/orders/o/reservations inventory:write
                    POST /v1/orders/o/reassignments inventory:write
                    POST /v1/orders/o/shipments inventory:write
                    POST /v1/orders/o/sales inventory:write
                    POST /v1/orders/o/returns inventory:write
                    POST /v1/commands inventory:write
                    POST /v1/relay/republish inventory:admin
                    """);

    private static final List<Call> QUERIES =
            calls(
                    """
                    GET /v1/inventory inventory:read
                    GET /v1/inventory/p inventory:read
                    GET /v1/inventory/p/movements inventory:read
                    GET /v1/inventory/p/levels inventory:read
                    GET /v1/inventory/p/curve inventory:read
                    GET /v1/inventory/p/reservations inventory:read
                    POST /v1/inventory-lookups inventory:read
                    HEAD /v1/inventory-changes inventory:read
                    GET /v1/low-stock-alerts inventory:read
                    GET /v1/movements inventory:read
                    GET /v1/orders/o/reservations inventory:read
                    GET /asyncapi inventory:read
                    GET /asyncapi.yaml inventory:read
                    GET /v1/projections inventory:read
                    GET /v1/dead-letters inventory:read
                    GET /v1/dead-letters/1 inventory:read
                    POST /v1/dead-letters/1/retry inventory:admin
                    DELETE /v1/dead-letters/1 inventory:admin
                    POST /v1/projections/none/rebuild inventory:admin
                    POST /v1/projections/none/swap inventory:admin
                    DELETE /v1/projections/none/rebuild inventory:admin
                    """);

    /** The calls that both services have. */
    private static final List<Call> SHARED =
            calls(
                    """
                    GET /v3/api-docs inventory:read
                    GET /v3/api-docs.yaml inventory:read
                    GET /swagger-ui.html inventory:read
                    GET /swagger-ui/index.html inventory:read
                    """);

    private static final List<Call> MANAGEMENT =
            calls(
                    """
                    GET /actuator inventory:admin
                    GET /actuator/health inventory:admin
                    GET /actuator/prometheus inventory:admin
                    """);

    /** The origin whose pages may call the command service. */
    private static final String SHOP = "https://shop.test";

    private static final String COMMAND_HEADERS =
            "authorization, content-type, idempotency-key, if-match";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int COMMAND_MANAGEMENT_PORT = Ports.free();
    private static final int QUERY_MANAGEMENT_PORT = Ports.free();

    private static ServiceProcess command;
    private static ServiceProcess query;

    private record Call(String method, String path, String scope) {}

    private static List<Call> calls(String table) {
        return table.lines()
                .map(line -> line.split(" ", -1))
                .map(part -> new Call(part[0], part[1], part[2]))
                .toList();
    }

    @BeforeAll
    static void start() {
        TestStack stack = TestStack.shared();
        TestDatabase events = stack.newEventsDatabase();
        TestDatabase views = stack.newViewsDatabase();
        String topic = stack.newTopicName();
        command = service("command-service", events, topic, COMMAND_MANAGEMENT_PORT);
        query = service("query-service", views, topic, QUERY_MANAGEMENT_PORT);
        command.awaitReady();
        query.awaitReady();
    }

    private static ServiceProcess service(
            String module, TestDatabase database, String topic, int managementPort) {
        var settings = new HashMap<>(ISSUER.settings());
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.applicationUser());
        settings.put("spring.datasource.password", database.applicationPassword());
        settings.put("spring.kafka.bootstrap-servers", TestStack.shared().kafkaBootstrapServers());
        settings.put("stockledger.topic.name", topic);
        settings.put("stockledger.topic.partitions", "3");
        settings.put("management.server.port", Integer.toString(managementPort));
        if (module.equals("command-service")) {
            settings.put("spring.flyway.user", database.ownerUser());
            settings.put("spring.flyway.password", database.ownerPassword());
            settings.put("stockledger.cross-origin.origins", SHOP);
        }
        return ServiceProcess.start(jar(module), settings);
    }

    @AfterAll
    static void stop() {
        command.close();
        query.close();
    }

    @Test
    void every_call_needs_a_token_of_the_issuer_with_its_scope() {
        Map<String, String> refused =
                Map.of(
                        "none", "",
                        "expired", ISSUER.sign(expiredFor(Duration.ofMinutes(2))),
                        "alg none", new PlainJWT(claims().build()).serialize(),
                        "wrong signature", STRANGER.sign(ISSUER.header().build(), claims().build()),
                        "wrong issuer", ISSUER.sign(claims().issuer("https://other").build()),
                        "wrong audience", ISSUER.sign(claims().audience("other").build()));
        forEveryCall(
                (service, call) -> {
                    refused.forEach(
                            (kind, token) ->
                                    assertProblem(
                                            kind, send(service, call, token), 401, "unauthorized"));
                    for (String scope : SCOPES) {
                        HttpResponse<String> answer = send(service, call, ISSUER.token(scope));
                        if (scope.equals(call.scope())) {
                            assertThat(answer.statusCode()).as("%s", call).isNotIn(401, 403, 405);
                        } else {
                            assertProblem(scope, answer, 403, "forbidden");
                        }
                    }
                });
    }

    private interface Check {
        void of(String url, Call call);
    }

    private static void forEveryCall(Check check) {
        COMMANDS.forEach(call -> check.of(command.url(), call));
        QUERIES.forEach(call -> check.of(query.url(), call));
        for (ServiceProcess service : List.of(command, query)) {
            SHARED.forEach(call -> check.of(service.url(), call));
            MANAGEMENT.forEach(call -> check.of(managementUrl(service), call));
        }
    }

    static Stream<Arguments> insecureSettings() {
        String keys = "spring.security.oauth2.resourceserver.jwt.jwk-set-uri";
        return Stream.of(
                Arguments.of(Map.of("stockledger.security", "on"), "no issuer of tokens is set"),
                Arguments.of(
                        Map.of("stockledger.security", "off", keys, "https://issuer.test/keys"),
                        "stockledger.security is off"),
                Arguments.of(
                        Map.of("stockledger.security", "on", keys, "file:/nowhere/jwks.json"),
                        "which cannot be read"),
                Arguments.of(
                        Map.of("stockledger.security", "on", keys, "no\nCannot start: URL"),
                        "'no Cannot start: URL' is not the URL of a JWK set"));
    }

    @ParameterizedTest
    @MethodSource("insecureSettings")
    void a_service_with_insecure_settings_refuses_to_start_in_one_line(
            Map<String, String> settings, String reason) {
        for (String module : List.of("command-service", "query-service")) {
            try (ServiceProcess service = ServiceProcess.start(jar(module), settings)) {
                assertThat(service.awaitExit(Duration.ofMinutes(1))).isEqualTo(1);
                assertThat(service.log().lines().filter(line -> line.contains("Cannot start: ")))
                        .as(service.log())
                        .singleElement()
                        .satisfies(line -> assertThat(line).contains(reason));
                assertThat(service.log()).doesNotContain("\tat ");
            }
        }
    }

    private static Path jar(String module) {
        return ProjectRoot.path().resolve(module + "/target/" + module + "-app.jar");
    }

    @Test
    void a_page_of_an_allowed_origin_may_ask_without_a_token_and_call_with_one() {
        HttpResponse<String> question = ask(command, SHOP);
        assertThat(question.statusCode()).isEqualTo(200);
        assertThat(question.headers().map())
                .containsEntry("Access-Control-Allow-Origin", List.of(SHOP))
                .containsEntry(
                        "Access-Control-Allow-Methods", List.of("GET,HEAD,POST,PUT,PATCH,DELETE"))
                .containsEntry("Access-Control-Allow-Headers", List.of(COMMAND_HEADERS))
                .doesNotContainKey("Access-Control-Allow-Credentials");

        HttpRequest.Builder call =
                HttpRequest.newBuilder(URI.create(command.url() + "/v1/products/p"))
                        .header("Origin", SHOP);
        HttpResponse<String> answer = send(call.build());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().map())
                .containsEntry("Access-Control-Allow-Origin", List.of(SHOP))
                // The page reads ETag, Idempotency-Replayed and Retry-After.
                .containsEntry("Access-Control-Expose-Headers", List.of("*"));
    }

    @Test
    void a_page_of_another_origin_may_not_call() {
        assertThat(ask(command, "https://other.test").statusCode()).isEqualTo(403);
        for (String origin : List.of(SHOP, "https://other.test", "null")) {
            HttpResponse<String> answer = ask(query, origin);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().map()).doesNotContainKey("Access-Control-Allow-Origin");
        }
    }

    /** The question of a browser before a page of that origin sends a command. */
    private static HttpResponse<String> ask(ServiceProcess service, String origin) {
        return send(
                HttpRequest.newBuilder(URI.create(service.url() + "/v1/products"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", COMMAND_HEADERS)
                        .build());
    }

    @Test
    void the_probes_need_no_token_on_either_port() {
        for (ServiceProcess service : List.of(command, query)) {
            for (String url : List.of(service.url(), managementUrl(service))) {
                for (String probe : List.of("liveness", "readiness")) {
                    Call call = new Call("GET", "/actuator/health/" + probe, "");
                    assertThat(send(url, call, "").statusCode())
                            .as("%s %s", url, call)
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void only_the_probes_of_the_actuator_are_on_the_port_of_the_service() {
        for (ServiceProcess service : List.of(command, query)) {
            for (Call call : MANAGEMENT) {
                assertProblem("", send(service.url(), call, ISSUER.token(ADMIN)), 404, "not-found");
            }
        }
    }

    /** Its files hold no data, and it asks for a token itself. */
    @Test
    void the_console_needs_no_token_and_is_on_the_query_service_only() {
        for (String path : List.of("/", "/console", "/console/config.json")) {
            Call call = new Call("GET", path, "");
            assertThat(send(query.url(), call, "").statusCode()).as(path).isIn(200, 302);
            assertProblem(path, send(command.url(), call, ""), 401, "unauthorized");
        }
    }

    static Stream<String> closedPaths() {
        return Stream.of(
                "/none",
                "/error",
                "/v1/none",
                "/v1/products/p/none",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/threaddump",
                "/.well-known/oauth-protected-resource");
    }

    @ParameterizedTest
    @MethodSource("closedPaths")
    void a_path_without_a_rule_is_closed(String path) {
        String all = ISSUER.token(String.join(" ", SCOPES));
        for (ServiceProcess service : List.of(command, query)) {
            Call call = new Call("GET", path, "");
            assertProblem(path, send(service.url(), call, ""), 401, "unauthorized");
            assertProblem(path, send(service.url(), call, all), 404, "not-found");
        }
    }

    static Stream<String> malformedTokens() throws JOSEException {
        JWTClaimsSet claims = claims().build();
        var symmetric = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        symmetric.sign(new MACSigner(ISSUER.keySetJson().getBytes(StandardCharsets.UTF_8)));
        var nested =
                new JWSObject(
                        ISSUER.header().contentType("JWT").build(),
                        new Payload(ISSUER.sign(claims)));
        nested.sign(new RSASSASigner(ISSUER.key()));
        return Stream.of(
                "x",
                "a.b.c",
                "!!!.???.***",
                "..",
                "eyJhbGciOiJub25lIn0..",
                ISSUER.token(READ) + "x",
                symmetric.serialize(),
                nested.serialize(),
                ISSUER.sign(ISSUER.header().keyID("unknown").build(), claims),
                ISSUER.sign(
                        ISSUER.header()
                                .criticalParams(Set.of("urn:test"))
                                .customParam("urn:test", "x")
                                .build(),
                        claims),
                ISSUER.sign(ISSUER.header().type(new JOSEObjectType("dpop+jwt")).build(), claims),
                ISSUER.sign(claims().subject(null).build()),
                ISSUER.sign(claims().subject("a\nb").build()),
                ISSUER.sign(claims().expirationTime(null).build()));
    }

    @ParameterizedTest
    @MethodSource("malformedTokens")
    void a_malformed_token_is_refused_with_a_reason(String token) {
        for (ServiceProcess service : List.of(command, query)) {
            HttpResponse<String> answer = send(service.url(), readOf(service), token);
            JsonNode problem = assertProblem(token, answer, 401, "unauthorized");
            assertThat(problem.path("detail").asString())
                    .startsWith("Authorization: ")
                    .doesNotContain("Exception", "com.", "org.");
        }
    }

    @Test
    void a_token_that_is_too_long_for_a_header_is_refused() {
        for (ServiceProcess service : List.of(command, query)) {
            assertThat(send(service.url(), readOf(service), "x".repeat(65_536)).statusCode())
                    .isIn(400, 431);
        }
    }

    @Test
    void a_token_in_the_query_is_never_accepted() {
        for (ServiceProcess service : List.of(command, query)) {
            Call call =
                    new Call(
                            "GET",
                            readOf(service).path() + "?access_token=" + ISSUER.token(READ),
                            "");
            assertProblem("", send(service.url(), call, ""), 401, "unauthorized");
        }
    }

    @Test
    void two_tokens_in_one_request_are_refused() {
        for (ServiceProcess service : List.of(command, query)) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(service.url() + readOf(service).path()))
                            .header("Authorization", "Bearer " + ISSUER.token(READ))
                            .header("Authorization", "Bearer " + ISSUER.token(READ))
                            .build();
            assertProblem("", send(request), 400, "malformed-request");
        }
    }

    @Test
    void the_clock_of_the_issuer_may_differ_by_a_minute() {
        Instant now = Instant.now();
        for (ServiceProcess service : List.of(command, query)) {
            Call read = readOf(service);
            for (JWTClaimsSet tolerated :
                    List.of(
                            expiredFor(Duration.ofSeconds(40)),
                            claims().notBeforeTime(Date.from(now.plusSeconds(40))).build())) {
                assertThat(send(service.url(), read, ISSUER.sign(tolerated)).statusCode())
                        .isNotEqualTo(401);
            }
            for (JWTClaimsSet refused :
                    List.of(
                            expiredFor(Duration.ofSeconds(90)),
                            claims().notBeforeTime(Date.from(now.plusSeconds(600))).build())) {
                assertProblem(
                        "", send(service.url(), read, ISSUER.sign(refused)), 401, "unauthorized");
            }
        }
    }

    @Test
    void the_subject_of_the_token_is_the_actor_of_the_events() {
        HttpRequest registration =
                HttpRequest.newBuilder(URI.create(command.url() + "/v1/products"))
                        .header("Authorization", "Bearer " + ISSUER.token(WRITE))
                        .header("X-Actor", "somebody-else")
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"productId\":\"lamp\",\"name\":\"Lamp\",\"sku\":\"L\",\"initialQuantity\":1}"))
                        .build();
        assertThat(send(registration).statusCode()).isEqualTo(201);
        Call events = new Call("GET", "/v1/products/lamp/events", READ);
        JsonNode answer = JSON.readTree(send(command.url(), events, ISSUER.token(READ)).body());
        assertThat(answer.at("/events/0/metadata/actor").asString()).isEqualTo("tester");
    }

    @Test
    void answers_tell_browsers_to_run_and_embed_nothing() {
        for (ServiceProcess service : List.of(command, query)) {
            for (String token : List.of("", ISSUER.token(READ))) {
                var headers = send(service.url(), readOf(service), token).headers();
                assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
                assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
                assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
                assertThat(headers.firstValue("Content-Security-Policy"))
                        .hasValueSatisfying(policy -> assertThat(policy).contains("'none'"));
                assertThat(headers.firstValue("Server")).isEmpty();
                assertThat(headers.firstValue("X-Powered-By")).isEmpty();
                assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
            }
        }
    }

    private static Call readOf(ServiceProcess service) {
        return new Call("GET", service == command ? "/v1/products/p" : "/v1/inventory", READ);
    }

    private static JWTClaimsSet.Builder claims() {
        return ISSUER.claims(String.join(" ", SCOPES));
    }

    private static JWTClaimsSet expiredFor(Duration time) {
        Instant end = Instant.now().minus(time);
        return claims().issueTime(Date.from(end.minusSeconds(60)))
                .expirationTime(Date.from(end))
                .build();
    }

    private static String managementUrl(ServiceProcess service) {
        return "http://127.0.0.1:"
                + (service == command ? COMMAND_MANAGEMENT_PORT : QUERY_MANAGEMENT_PORT);
    }

    private static HttpResponse<String> send(String url, Call call, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + call.path()))
                        .method(call.method(), body(call));
        if (call.method().startsWith("P")) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    private static HttpRequest.BodyPublisher body(Call call) {
        return call.method().startsWith("P")
                ? BodyPublishers.ofString("{}")
                : BodyPublishers.noBody();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the problem, which a HEAD request does not get. No refusal begins a session. */
    private static JsonNode assertProblem(
            String description, HttpResponse<String> answer, int status, String name) {
        assertThat(answer.headers().firstValue("Set-Cookie")).as(description).isEmpty();
        assertThat(answer.statusCode())
                .as("%s: %s: %s", description, answer.request(), answer.body())
                .isEqualTo(status);
        if (status == 401 || status == 403) {
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
        }
        if (answer.request().method().equals("HEAD")) {
            return JSON.missingNode();
        }
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("type").asString()).isEqualTo(PROBLEM + name);
        return problem;
    }
}
