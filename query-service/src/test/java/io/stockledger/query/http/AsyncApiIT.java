package io.stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestIssuer;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/** The document of the topic, as a service with security serves it. */
class AsyncApiIT {

    private static final TestIssuer ISSUER = TestIssuer.named("https://issuer.test");

    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void start() {
        topic = TestTopic.create(1);
        var settings = new HashMap<>(ISSUER.settings());
        settings.put("stockledger.topic.name", topic.name());
        settings.put("management.server.port", "0");
        service = QueryService.start(TestStack.shared().newViewsDatabase(), settings);
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void the_document_is_served_as_json() {
        Answer answer = get("/asyncapi");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().path("asyncapi").asString()).isEqualTo("3.0.0");
        assertThat(answer.json().at("/components/schemas/Quantity/maximum").asLong())
                .isEqualTo(9_007_199_254_740_991L);
        assertThat(
                        answer.json()
                                .at("/components/schemas/StockReserved.v1/examples")
                                .findValuesAsString("expiresAt"))
                .containsExactly("2026-01-31T12:30:00.123456Z");
    }

    @Test
    void the_document_is_served_as_the_file_itself() throws IOException {
        Answer answer = get("/asyncapi.yaml");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(answer.text())
                .isEqualTo(
                        new ClassPathResource("asyncapi.yaml")
                                .getContentAsString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/asyncapi", "/asyncapi.yaml"})
    void the_document_needs_the_scope_of_reads(String path) {
        assertThat(service.get(path).status()).isEqualTo(401);
        assertThat(service.get(path).problem()).isEqualTo("unauthorized");
        Answer answer = get(path, "inventory:write inventory:admin");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/asyncapi", "/asyncapi.yaml"})
    void the_document_has_no_parameters_and_no_other_representations(String path) {
        get(path + "?format=html").assertMalformed("format");
        Answer answer =
                service.get(path, "Authorization", token("inventory:read"), "Accept", "text/html");
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.problem()).isEqualTo("not-acceptable");
    }

    private static Answer get(String path) {
        return get(path, "inventory:read");
    }

    private static Answer get(String path, String scopes) {
        return service.get(path, "Authorization", token(scopes));
    }

    private static String token(String scopes) {
        return "Bearer " + ISSUER.token(scopes);
    }
}
