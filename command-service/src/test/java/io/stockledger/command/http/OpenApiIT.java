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

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * {@code openapi.yaml} of the command service, as the service serves it, matches its behaviour. The
 * examples build on each other and expect an empty database.
 */
class OpenApiIT {

    private static final RunningCommandService SERVICE = RunningCommandService.start();

    /** The order of the calls on one path: what a DELETE removes is changed before. */
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private static final String NDJSON_REQUESTS =
            "/requestBody/content/application~1x-ndjson/examples";
    private static final String NDJSON_ANSWER =
            "/responses/200/content/application~1x-ndjson/examples/import/value";

    private static final Path GOLDEN_FILES = Path.of("../shared-events/src/test/resources/golden");

    private final Calls calls = new Calls(SERVICE.url());
    private final JsonNode document = calls.get("/v3/api-docs").body();

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    private record Operation(String path, String method, JsonNode node) {

        boolean isBulk() {
            return !node.at(NDJSON_REQUESTS).isMissingNode();
        }

        /** The path with the example of each parameter. */
        String examplePath(OpenApiIT test) {
            String filled = path;
            for (JsonNode parameter : node.path("parameters")) {
                JsonNode resolved = test.resolved(parameter);
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
    void every_route_is_described_and_every_described_operation_has_a_route() {
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
    void every_example_of_a_request_is_accepted_and_has_the_answer_of_the_example() {
        int posted = 0;
        for (Operation operation : operations()) {
            if (operation.isBulk()) {
                assertBulkAnswerMatchesItsExample(operation);
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
                assertThat(answer.status()).isBetween(200, 202);
                assertThat(answer.body().propertyNames())
                        .containsExactlyElementsOf(success.propertyNames());
            }
            if (!operation.method().equals("get")) {
                assertThat(answers.getFirst().body().get("version"))
                        .as("%s %s", operation.method(), operation.path())
                        .isEqualTo(success.get("version"));
                assertThat(versions(answers.getFirst().body())).isEqualTo(versions(success));
            }
        }
        assertThat(posted).isGreaterThan(operations().size());
    }

    /** The versions in the lines of the answer to a command on an order. */
    private static List<JsonNode> versions(JsonNode answer) {
        return answer.path("lines").findValues("version");
    }

    private void assertBulkAnswerMatchesItsExample(Operation operation) {
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
    void every_problem_of_the_contract_has_an_example_with_its_status() {
        var problems = new LinkedHashSet<String>();
        document.findValues("examples")
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
                        "shipment-not-found 404",
                        "method-not-allowed 405",
                        "not-acceptable 406",
                        "request-timeout 408",
                        "already-registered 409",
                        "unauthorized 401",
                        "forbidden 403",
                        "too-many-requests 429",
                        "product-archived 409",
                        "reservation-exists 409",
                        "insufficient-stock 409",
                        "stale-count 409",
                        "would-oversell 409",
                        "version-mismatch 412",
                        "payload-too-large 413",
                        "unsupported-media-type 415",
                        "invalid-quantity 422",
                        "idempotency-key-reused 422",
                        "internal-error 500",
                        "overloaded 503",
                        "log-halted 503",
                        "event-unreadable 503",
                        "outcome-unknown 503",
                        "unavailable 503");
    }

    @Test
    void the_schema_of_each_event_type_has_the_fields_of_its_golden_files() throws IOException {
        JsonNode discriminator = document.at("/components/schemas/EventPayload/discriminator");
        assertThat(discriminator.get("propertyName").asString()).isEqualTo("type");
        JsonNode schemasOfTypes = discriminator.get("mapping");
        Map<String, List<JsonNode>> payloads = goldenPayloads();
        assertThat(schemasOfTypes.propertyNames())
                .containsExactlyInAnyOrderElementsOf(payloads.keySet());
        assertThat(document.at("/components/schemas/EventPayload/oneOf").findValuesAsString("$ref"))
                .containsExactlyInAnyOrderElementsOf(
                        schemasOfTypes.values().stream().map(JsonNode::asString).toList());

        payloads.forEach(
                (type, examples) -> {
                    JsonNode schema = document.at(schemasOfTypes.get(type).asString().substring(1));
                    var allFields = new TreeSet<String>();
                    var requiredFields = new TreeSet<>(examples.getFirst().propertyNames());
                    for (JsonNode example : examples) {
                        allFields.addAll(example.propertyNames());
                        requiredFields.retainAll(example.propertyNames());
                        assertFieldsHaveTheTypesOf(schema, example);
                    }
                    JsonNode properties = schema.get("properties");
                    assertThat(properties.get("type").get("const").asString()).isEqualTo(type);
                    assertThat(properties.propertyNames())
                            .as(type)
                            .containsExactlyInAnyOrderElementsOf(allFields);
                    assertThat(schema.get("required"))
                            .as(type)
                            .extracting(JsonNode::asString)
                            .containsExactlyInAnyOrderElementsOf(requiredFields);
                });
    }

    private void assertFieldsHaveTheTypesOf(JsonNode schema, JsonNode example) {
        example.forEachEntry(
                (field, value) -> {
                    JsonNode property = resolved(schema.get("properties").get(field));
                    assertThat(property.get("type").asString()).as(field).isEqualTo(typeOf(value));
                });
    }

    private static String typeOf(JsonNode value) {
        if (value.isBoolean()) {
            return "boolean";
        }
        return value.isIntegralNumber() ? "integer" : "string";
    }

    /** The payloads of the golden files by event type; several if a type has optional fields. */
    private static Map<String, List<JsonNode>> goldenPayloads() throws IOException {
        var payloads = new TreeMap<String, List<JsonNode>>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(GOLDEN_FILES, "*.json")) {
            for (Path file : files) {
                JsonNode golden = Calls.JSON.readTree(Files.readString(file));
                if (golden.has("type")) {
                    payloads.computeIfAbsent(golden.get("type").asString(), _ -> new ArrayList<>())
                            .add(golden);
                }
            }
        }
        return payloads;
    }

    @Test
    void the_schema_of_each_problem_has_the_fields_of_its_examples() {
        var checked = new TreeSet<String>();
        for (JsonNode mediaType : document.findValues("application/problem+json")) {
            JsonNode schema = mediaType.get("schema");
            for (JsonNode example : mediaType.get("examples")) {
                JsonNode problem = example.get("value");
                String type = problem.get("type").asString();
                JsonNode mapping = schema.at("/discriminator/mapping");
                String reference =
                        mapping.isMissingNode()
                                ? schema.get("$ref").asString()
                                : mapping.get(type).asString();
                JsonNode ofType = document.at(reference.substring(1));
                var fields = new TreeSet<>(problem.propertyNames());
                fields.removeAll(Set.of("title", "status", "detail", "instance"));

                assertThat(ofType.at("/properties/type/const").asString()).isEqualTo(type);
                assertThat(ofType.at("/allOf/0/$ref").asString())
                        .isEqualTo("#/components/schemas/Problem");
                assertThat(ofType.get("properties").propertyNames()).as(type).containsAll(fields);
                checked.add(type);
            }
        }
        assertThat(checked).hasSizeGreaterThan(15);
    }

    @Test
    void the_document_names_no_host() {
        assertThat(document.get("servers").findValuesAsString("url")).containsExactly("/");
    }

    @Test
    void every_tag_has_a_description_and_every_operation_has_one_of_the_tags() {
        var tags = new TreeSet<String>();
        for (JsonNode tag : document.get("tags")) {
            assertThat(tag.get("description").asString()).isNotBlank();
            tags.add(tag.get("name").asString());
        }
        for (Operation operation : operations()) {
            assertThat(operation.node().get("tags"))
                    .extracting(JsonNode::asString)
                    .hasSize(1)
                    .isSubsetOf(tags);
        }
    }

    /** Calls the operation with each example of its request, or once if it has no body. */
    private List<Answer> call(Operation operation) {
        String path = operation.examplePath(this);
        JsonNode examples = operation.node().at("/requestBody/content/application~1json/examples");
        if (examples.isMissingNode()) {
            return List.of(calls.call(operation.method().toUpperCase(Locale.ROOT), path, ""));
        }
        var answers = new ArrayList<Answer>();
        for (JsonNode example : examples) {
            answers.add(
                    calls.call(
                            operation.method().toUpperCase(Locale.ROOT),
                            path,
                            example.get("value").toString()));
        }
        return answers;
    }

    private JsonNode success(Operation operation) {
        JsonNode responses = operation.node().get("responses");
        JsonNode response =
                Stream.of("200", "201", "202")
                        .filter(responses::has)
                        .map(responses::get)
                        .findFirst()
                        .orElseThrow();
        for (JsonNode example : response.at("/content/application~1json/examples")) {
            return example.get("value");
        }
        throw new AssertionError("no example of success: " + operation.path());
    }

    private List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        document.get("paths")
                .forEachEntry(
                        (path, methods) -> {
                            for (String method : METHODS) {
                                if (methods.has(method)) {
                                    operations.add(
                                            new Operation(path, method, methods.get(method)));
                                }
                            }
                        });
        return operations;
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : document.at(reference.asString().substring(1));
    }
}
