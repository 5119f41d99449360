package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.issuer.LocalIssuer;
import io.stockledger.issuer.TokenClaims;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A system that {@code ./run --secure} has started, and the commands on it. */
final class OperatedSystem implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path folder;
    private final RunningSystem system;

    private OperatedSystem(Path folder, RunningSystem system) {
        this.folder = folder;
        this.system = system;
    }

    /** Starts the system; its data and its tokens are in the folder. */
    static OperatedSystem start(Path folder) throws InterruptedException {
        return start(folder, Map.of());
    }

    /** Starts the system, and both services with these settings. */
    static OperatedSystem start(Path folder, Map<String, String> settings)
            throws InterruptedException {
        return new OperatedSystem(
                folder, RunningSystem.startSecure(folder.resolve("data"), settings));
    }

    Path data() {
        return system.data();
    }

    String commandUrl() {
        return system.commandUrl();
    }

    String queryUrl() {
        return system.queryUrls().getFirst();
    }

    /** The options that name the system; its local issuer signs the tokens. */
    List<String> options() {
        return List.of(
                "--data=" + data(),
                "--command-service=" + commandUrl(),
                "--query-service=" + queryUrl());
    }

    CommandLineRun run(String... command) {
        return CommandLineRun.of(options(), command);
    }

    /** Runs a command on an id that may look like an option. */
    CommandLineRun runOn(String id, String name, String... further) {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(further));
        command.addAll(options());
        command.addAll(List.of("--", id));
        return CommandLineRun.of(List.of(), command.toArray(String[]::new));
    }

    List<String> with(String option) {
        List<String> all = new ArrayList<>(options());
        all.add(option);
        return all;
    }

    static String name(String option) {
        return option.substring(0, option.indexOf('='));
    }

    /** A file with a token of a subject of its own. */
    Path tokenFile(String... scopes) throws IOException {
        return Files.writeString(
                folder.resolve(String.join("-", scopes).replace(':', '-')),
                token("tester", scopes),
                StandardCharsets.UTF_8);
    }

    private String token(String subject, String... scopes) {
        return LocalIssuer.open(LocalIssuer.folderIn(system.data()))
                .token(
                        TokenClaims.local(subject, List.of(scopes), Duration.ofHours(1)),
                        Instant.now());
    }

    void register(String id, String name) throws Exception {
        post(
                "/v1/products",
                JsonMapper.shared()
                        .createObjectNode()
                        .put("productId", id)
                        .put("name", name)
                        .put("sku", "SKU")
                        .put("initialQuantity", 10));
    }

    void reserve(String product, String order) throws Exception {
        String segment =
                URLEncoder.encode(product, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
        post(
                "/v1/products/" + segment + "/reservations",
                JsonMapper.shared().createObjectNode().put("orderId", order).put("quantity", 3));
    }

    private void post(String path, JsonNode body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(system.commandUrl() + path))
                        .header("Authorization", "Bearer " + token("tester", "inventory:write"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build();
        assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isBetween(200, 201);
    }

    /** The sum of the samples of the command service whose name and tags match the pattern. */
    double metric(String pattern) throws Exception {
        // A subject of its own, whose rate nothing else uses up.
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(system.commandUrl() + "/actuator/prometheus"))
                        .header("Authorization", "Bearer " + token("metrics", "inventory:admin"))
                        .build();
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body()
                .lines()
                .filter(line -> line.matches(pattern + " .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** The process of the query service. */
    ProcessHandle queryService() {
        return system.script().processIds().stream()
                .flatMap(id -> ProcessHandle.of(id).stream())
                .filter(
                        process ->
                                process.info()
                                        .commandLine()
                                        .filter(line -> line.contains("query-service-app.jar"))
                                        .filter(line -> !line.contains("/bin/sh"))
                                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        system.close();
    }

    /** An output whose reader can end. */
    static final class FollowedOutput extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean isClosed;

        @Override
        public void write(int value) throws IOException {
            if (isClosed) {
                throw new IOException("Broken pipe");
            }
            bytes.write(value);
        }

        /** The complete lines; the writer may be in the middle of another one. */
        String text() {
            String all = bytes.toString(StandardCharsets.UTF_8);
            return all.substring(0, all.lastIndexOf('\n') + 1);
        }

        void closeReader() {
            isClosed = true;
        }
    }
}
