package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code ./run --secure} in a data folder that others could write into before, with a blank and a
 * letter beyond ASCII in its name.
 */
class SecureRunIT {

    private static final long SECONDS_MAX = 300;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir private static Path folder;

    private static Path data;
    private static RunningSystem system;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data of \u00fcber");
        Path logs = Files.createDirectories(data.resolve("logs"));
        Path log = Files.writeString(logs.resolve("kafka.log"), "of an earlier version\n");
        for (Path path : List.of(data, logs, log)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        system = RunningSystem.startSecure(data);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void a_call_without_a_token_is_refused_and_readiness_is_open() throws Exception {
        String command = system.commandUrl();
        String query = system.queryUrls().getFirst();
        assertThat(post(command + "/v1/products", product("mug-none"), null).statusCode())
                .isEqualTo(401);
        assertThat(get(query + "/v1/inventory/mug-none", null).statusCode()).isEqualTo(401);
        for (String url : List.of(command, query)) {
            assertThat(get(url + "/actuator/health/readiness", null).statusCode()).isEqualTo(200);
        }
        assertThat(system.script().output()).contains("security: on");
    }

    @Test
    void the_printed_calls_work_as_they_are_printed() throws Exception {
        List<String> calls =
                system.script().output().lines().filter(line -> line.startsWith("curl ")).toList();
        assertThat(calls).hasSize(3).allMatch(call -> call.contains("./stockledger token"));

        List<JsonNode> answers = new ArrayList<>();
        for (String call : calls) {
            answers.add(JsonMapper.shared().readTree(output("bash", "-c", call)));
        }

        assertThat(answers.get(0).path("version").asInt()).isEqualTo(1);
        assertThat(answers.get(1).path("version").asInt()).isEqualTo(2);
        assertThat(answers.get(2).path("productId").asString()).startsWith("mug-");
    }

    @Test
    void the_subject_of_the_token_is_the_actor_of_the_event() throws Exception {
        String products = system.commandUrl() + "/v1/products";
        String token = token("--scope=inventory:write,inventory:read", "--subject=ann");
        assertThat(post(products, product("mug-ann"), token, "X-Actor", "eve").statusCode())
                .isEqualTo(201);

        JsonNode events =
                JsonMapper.shared()
                        .readTree(get(products + "/mug-ann/events", token).body())
                        .path("events");
        assertThat(events.path(0).path("metadata").path("actor").asString()).isEqualTo("ann");
    }

    @Test
    void the_metrics_need_the_admin_scope_on_the_port_of_the_service() throws Exception {
        String admin = token("--scope=inventory:admin");
        String others = token("--scope=inventory:read,inventory:write");
        for (String url : List.of(system.commandUrl(), system.queryUrls().getFirst())) {
            assertThat(get(url + "/actuator/prometheus", null).statusCode()).isEqualTo(401);
            assertThat(get(url + "/actuator/prometheus", others).statusCode()).isEqualTo(403);
            assertThat(get(url + "/actuator/prometheus", admin).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_replay_works_without_an_option_for_its_token() throws Exception {
        try (Script replay =
                Script.start(
                        "replay",
                        List.of(
                                "--sample-rows=200",
                                "--data=" + data,
                                "--command=" + system.commandUrl(),
                                "--query=" + system.queryUrls().getFirst()))) {
            assertThat(replay.awaitExit(SECONDS_MAX)).as(replay.output()).isZero();
            assertThat(replay.output()).contains("no differences");
        }
    }

    @Test
    void the_verification_needs_only_the_role_that_reads() throws Exception {
        Path known = Files.createDirectories(folder.resolve("known to the verification"));
        Files.copy(data.resolve("ports.properties"), known.resolve("ports.properties"));
        Files.writeString(
                known.resolve("passwords.properties"),
                "reader=" + passwords().getProperty("reader"));
        try (Script verify =
                Script.start(
                        "stockledger", List.of("verify", "--wait", "60", "--data", "" + known))) {
            assertThat(verify.awaitExit(SECONDS_MAX)).as(verify.output()).isZero();
        }
    }

    @Test
    void no_other_user_can_use_a_file_or_folder_of_the_system() throws Exception {
        assertThat(output("find", data.toString()).lines()).hasSizeGreaterThan(100);

        assertThat(output("find", data.toString(), "!", "-type", "l", "-perm", "/077").lines())
                .as("the public keys only, in a folder that others cannot enter")
                .containsExactly(data.resolve("issuer/jwks.json").toString());
    }

    @Test
    void every_file_of_the_system_is_in_the_data_folder() throws Exception {
        assertThat(output("find", folder.toString(), "-name", "meta.properties").lines())
                .isNotEmpty()
                .allMatch(file -> file.startsWith(data + "/kafka/storage"));
    }

    @Test
    void postgres_trusts_nobody() throws Exception {
        assertThat(
                        Files.readAllLines(data.resolve("postgres/pg_hba.conf")).stream()
                                .filter(line -> !line.isBlank() && !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("scram-sha-256"));
    }

    @Test
    void no_secret_is_on_a_command_line_or_in_a_log() throws Exception {
        Set<String> secrets = new HashSet<>();
        Properties passwords = passwords();
        passwords.stringPropertyNames().forEach(name -> secrets.add(passwords.getProperty(name)));
        secrets.add(
                JsonMapper.shared()
                        .readTree(data.resolve("issuer/private-key.jwk").toFile())
                        .path("d")
                        .asString());
        assertThat(secrets).hasSize(6).noneMatch(String::isBlank);

        List<String> texts = new ArrayList<>(List.of(system.script().output()));
        List<Long> ids = system.script().processIds();
        assertThat(ids).hasSizeGreaterThan(4);
        for (long id : ids) {
            texts.add(commandLine(id));
        }
        try (Stream<Path> logs = Files.list(data.resolve("logs"))) {
            for (Path log : logs.toList()) {
                texts.add(Files.readString(log, StandardCharsets.ISO_8859_1));
            }
        }
        for (String secret : secrets) {
            assertThat(texts).noneMatch(text -> text.contains(secret));
        }
    }

    /** The command line of a process, empty if it has ended, as a backend of Postgres may. */
    private static String commandLine(long id) throws IOException {
        try {
            return Files.readString(
                    Path.of("/proc/" + id + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            if (ProcessHandle.of(id).isPresent()) {
                throw e;
            }
            return "";
        }
    }

    @Test
    void every_port_listens_on_the_loopback_address_only() throws Exception {
        Set<Integer> ports = new HashSet<>();
        Properties inner = properties("ports.properties");
        inner.stringPropertyNames()
                .forEach(name -> ports.add(Integer.valueOf(inner.getProperty(name))));
        ports.add(URI.create(system.commandUrl()).getPort());
        ports.add(URI.create(system.queryUrls().getFirst()).getPort());

        Set<Integer> found = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns.length < 4 || !columns[3].equals("0A")) {
                    continue;
                }
                String[] local = columns[1].split(":", -1);
                int port = Integer.parseInt(local[1], 16);
                if (ports.contains(port)) {
                    found.add(port);
                    assertThat(local[0]).as("port " + port).endsWith("0100007F");
                }
            }
        }
        assertThat(found).isEqualTo(ports).hasSize(5);
    }

    private static String token(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("./stockledger", "token", "--data=" + data));
        command.addAll(List.of(options));
        return output(command.toArray(String[]::new)).strip();
    }

    /** Runs a command in the root of the project, and returns its standard output. */
    private static String output(String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(ProjectRoot.path().toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Map.of("NO_PROXY", "*", "no_proxy", "*"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        // find reports files that are deleted at the same time.
        assertThat(exitCode == 0 || command[0].equals("find")).as(output).isTrue();
        return output;
    }

    private static Properties passwords() throws IOException {
        return properties("passwords.properties");
    }

    private static Properties properties(String file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve(file))) {
            properties.load(reader);
        }
        return properties;
    }

    private static String product(String id) {
        return "{\"productId\": \"%s\", \"name\": \"Mug\", \"sku\": \"M\", \"initialQuantity\": 1}"
                .formatted(id);
    }

    private static HttpResponse<String> get(String url, @Nullable String token) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url)), token);
    }

    private static HttpResponse<String> post(
            String url, String json, @Nullable String token, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request, token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, @Nullable String token)
            throws Exception {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
