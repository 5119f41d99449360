package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The description is what the service does. It runs on an empty database, as its examples do. */
class OpenApiIT {

    private static final RunningCommandService SERVICE = RunningCommandService.start();
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private static final String NDJSON_REQUESTS =
            "/requestBody/content/application~1x-ndjson/examples";
    private static final String NDJSON_ANSWER =
            "/responses/200/content/application~1x-ndjson/examples/import/value";

    private final Calls calls = new Calls(SERVICE.url());
    private final JsonNode description = calls.get("/v3/api-docs").body();

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    private record Operation(String path, String method, JsonNode node) {

        boolean isBulk() {
            return !node.at(NDJSON_REQUESTS).isMissingNode();
        }

        /** The path with the examples of its parameters. */
        String examplePath(OpenApiIT reader) {
            String filled = path;
            for (JsonNode parameter : node.path("parameters")) {
                JsonNode resolved = reader.resolved(parameter);
                if (resolved.get("in").asString().equals("path")) {
                    filled =
                            filled.replace(
                                    "{" + resolved.get("name").asString() + "}",
                                    Calls.segment(resolved.get("example").asString()));
                }
            }
            return filled;
        }
    }

    @Test
    void every_route_is_described_and_every_description_has_its_route() {
        Set<RequestMappingInfo> mappings =
                SERVICE.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                        .getHandlerMethods()
                        .keySet();
        var routes = new TreeSet<String>();
        for (RequestMappingInfo mapping : mappings) {
            for (String pattern : mapping.getPatternValues()) {
                for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                    if (pattern.startsWith("/v1")) {
                        routes.add(method + " " + pattern);
                    }
                }
            }
        }
        var described = new TreeSet<String>();
        operations()
                .forEach(
                        operation ->
                                described.add(
                                        operation.method().toUpperCase(Locale.ROOT)
                                                + " "
                                                + operation.path()));

        assertThat(routes).isNotEmpty().isEqualTo(described);
    }

    @Test
    void every_example_of_a_request_is_accepted_and_answered_as_the_example_of_its_answer_says() {
        int posted = 0;
        for (Operation operation : operations()) {
            if (operation.isBulk()) {
                assertBulkIsAnsweredAsDescribed(operation);
                continue;
            }
            JsonNode success = success(operation);
            List<Answer> answers = call(operation);
            for (Answer answer : answers) {
                posted++;
                assertThat(answer.response().body())
                        .as("%s %s", operation.method(), operation.path())
                        .isNotEmpty();
                assertThat(operation.node().at("/responses/" + answer.status()).isMissingNode())
                        .as("%s %s: %s", operation.method(), operation.path(), answer.body())
                        .isFalse();
                assertThat(answer.status()).isBetween(200, 201);
                assertThat(answer.body().propertyNames())
                        .containsExactlyElementsOf(success.propertyNames());
            }
            if (operation.method().equals("post")) {
                assertThat(answers.getFirst().body().get("version"))
                        .isEqualTo(success.get("version"));
            }
        }
        assertThat(posted).isGreaterThan(operations().size());
    }

    private void assertBulkIsAnsweredAsDescribed(Operation operation) {
        for (JsonNode example : operation.node().at(NDJSON_REQUESTS)) {
            List<JsonNode> results = calls.bulk(example.get("value").asString());
            List<JsonNode> described =
                    operation
                            .node()
                            .at(NDJSON_ANSWER)
                            .asString()
                            .lines()
                            .map(Calls.JSON::readTree)
                            .toList();
            assertThat(results).hasSameSizeAs(described);
            for (int i = 0; i < results.size(); i++) {
                JsonNode result = results.get(i);
                assertThat(result.get("status")).isEqualTo(described.get(i).get("status"));
                assertThat(result.get("line")).isEqualTo(described.get(i).get("line"));
                assertThat(result.get("version")).isEqualTo(described.get(i).get("version"));
                assertThat(result.propertyNames())
                        .containsExactlyElementsOf(described.get(i).propertyNames());
            }
        }
    }

    @Test
    void every_operation_has_a_summary_and_an_example_for_each_request_and_answer() {
        for (Operation operation : operations()) {
            assertThat(operation.node().path("summary").asString("")).isNotEmpty();
            assertThat(operation.node().path("description").asString("")).isNotEmpty();
            operation
                    .node()
                    .get("responses")
                    .forEachEntry(
                            (status, response) -> {
                                JsonNode content = resolved(response).get("content");
                                assertThat(content)
                                        .as("%s %s", operation.path(), status)
                                        .isNotNull();
                                for (JsonNode mediaType : content) {
                                    assertThat(mediaType.path("examples").isEmpty())
                                            .as("%s %s", operation.path(), status)
                                            .isFalse();
                                }
                            });
        }
    }

    @Test
    void every_problem_of_the_contract_is_there_under_its_status() {
        var problems = new LinkedHashSet<String>();
        description
                .findValues("examples")
                .forEach(
                        examples -> {
                            for (JsonNode example : examples) {
                                JsonNode value = example.path("value");
                                String type = value.path("type").asString("");
                                if (type.startsWith("urn:stockledger:problem:")) {
                                    problems.add(
                                            type.substring(24) + " " + value.get("status").asInt());
                                }
                            }
                        });

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "malformed-request 400",
                        "product-not-found 404",
                        "reservation-not-found 404",
                        "method-not-allowed 405",
                        "not-acceptable 406",
                        "already-registered 409",
                        "reservation-exists 409",
                        "insufficient-stock 409",
                        "stale-count 409",
                        "would-oversell 409",
                        "version-mismatch 412",
                        "payload-too-large 413",
                        "unsupported-media-type 415",
                        "invalid-quantity 422",
                        "idempotency-key-reused 422",
                        "overloaded 503",
                        "outcome-unknown 503");
    }

    /** Calls an operation with each example of its request, or once where it has no body. */
    private List<Answer> call(Operation operation) {
        String path = operation.examplePath(this);
        JsonNode examples = operation.node().at("/requestBody/content/application~1json/examples");
        if (examples.isMissingNode()) {
            return List.of(
                    operation.method().equals("delete") ? calls.delete(path) : calls.get(path));
        }
        var answers = new ArrayList<Answer>();
        for (JsonNode example : examples) {
            answers.add(calls.post(path, example.get("value").toString()));
        }
        return answers;
    }

    private JsonNode success(Operation operation) {
        JsonNode responses = operation.node().get("responses");
        JsonNode response = responses.has("201") ? responses.get("201") : responses.get("200");
        for (JsonNode example : response.at("/content/application~1json/examples")) {
            return example.get("value");
        }
        throw new AssertionError("no example of success: " + operation.path());
    }

    private List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        description
                .get("paths")
                .forEachEntry(
                        (path, methods) ->
                                methods.forEachEntry(
                                        (method, node) -> {
                                            if (METHODS.contains(method)) {
                                                operations.add(new Operation(path, method, node));
                                            }
                                        }));
        return operations;
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : description.at(reference.asString().substring(1));
    }
}
