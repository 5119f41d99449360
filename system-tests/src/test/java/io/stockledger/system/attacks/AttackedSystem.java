package io.stockledger.system.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.localstack.process.Ports;
import io.stockledger.system.ProjectRoot;
import io.stockledger.system.load.LoadConnection;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestIssuer;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The packaged services with security on, each in a JVM with a heap of 512 MiB, with the limits
 * that they have by default. Thread-safe after its start.
 */
final class AttackedSystem implements AutoCloseable {

    private static final List<String> JAVA_OPTIONS = List.of("-Xmx512m");
    private static final String SCOPES = "inventory:read inventory:write inventory:admin";
    private static final int LINES = 1_000;
    private static final Duration VISIBLE_WITHIN = Duration.ofMinutes(1);
    private static final long STOCK = 1_000_000;
    private static final int BYTES_OF_KIB = 1_024;

    /** The used part of the heap in the output of {@code jcmd GC.heap_info}. */
    private static final Pattern USED = Pattern.compile("total(?: reserved)? .*?used (\\d+)K");

    private final TestIssuer issuer = TestIssuer.named("https://issuer.test");
    private final ServiceProcess command;
    private final ServiceProcess query;
    private final int products;

    /** Starts the services, and registers this number of products. */
    static AttackedSystem start(int products) {
        var system = new AttackedSystem(products);
        try {
            system.fill();
            return system;
        } catch (RuntimeException e) {
            system.close();
            throw e;
        }
    }

    private AttackedSystem(int products) {
        this.products = products;
        TestStack stack = TestStack.shared();
        String topic = stack.newTopicName();
        command = service("command-service", stack.newEventsDatabase(), topic);
        query = service("query-service", stack.newViewsDatabase(), topic);
    }

    private void fill() {
        command.awaitReady();
        query.awaitReady();
        register();
        awaitVisible(products - 1);
    }

    private ServiceProcess service(String module, TestDatabase database, String topic) {
        Map<String, String> settings = new HashMap<>(issuer.settings());
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.applicationUser());
        settings.put("spring.datasource.password", database.applicationPassword());
        settings.put("spring.kafka.bootstrap-servers", TestStack.shared().kafkaBootstrapServers());
        settings.put("stockledger.topic.name", topic);
        settings.put("management.server.port", Integer.toString(Ports.free()));
        if (module.equals("command-service")) {
            settings.put("spring.flyway.user", database.ownerUser());
            settings.put("spring.flyway.password", database.ownerPassword());
        }
        Path jar = ProjectRoot.path().resolve(module + "/target/" + module + "-app.jar");
        return ServiceProcess.start(jar, JAVA_OPTIONS, settings);
    }

    private void register() {
        String headers = authorization("stock") + "\r\nContent-Type: application/x-ndjson";
        for (int first = 0; first < products; first += LINES) {
            byte[] lines =
                    IntStream.range(first, Math.min(products, first + LINES))
                            .mapToObj(AttackedSystem::registration)
                            .collect(Collectors.joining())
                            .getBytes(UTF_8);
            try (var connection = new LoadConnection(commandUrl())) {
                int status =
                        connection.call(
                                LoadConnection.request("POST /v1/commands", headers, lines));
                if (status != 200) {
                    throw new IllegalStateException(
                            "the products were not registered: status " + status);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void awaitVisible(int product) {
        byte[] read =
                LoadConnection.request(
                        "GET /v1/inventory/p-" + product, authorization("stock"), new byte[0]);
        Awaitility.await()
                .atMost(VISIBLE_WITHIN)
                .until(
                        () -> {
                            try (var connection = new LoadConnection(queryUrl())) {
                                return connection.call(read) == 200;
                            }
                        });
    }

    private static String registration(int product) {
        return """
        {"type":"register-product","productId":"p-%1$d","name":"Product %1$d of the catalogue","sku":"s-%1$d","initialQuantity":%2$d}
        """
                .formatted(product, STOCK);
    }

    /** The number of products, whose ids are {@code p-0} and so on. */
    int products() {
        return products;
    }

    String commandUrl() {
        return command.url();
    }

    String queryUrl() {
        return query.url();
    }

    /** The header with a token that has every scope. */
    String authorization(String subject) {
        return "Authorization: Bearer "
                + issuer.sign(issuer.claims(SCOPES).subject(subject).build());
    }

    /** Whether both services are in the process that was started first. */
    boolean hasSurvived() {
        return List.of(command, query).stream()
                .allMatch(service -> service.awaitExit(Duration.ZERO) == -1);
    }

    /** The memory that both heaps use after a collection, in bytes. */
    long heapBytes() {
        return heapBytes(command) + heapBytes(query);
    }

    private static long heapBytes(ServiceProcess service) {
        jcmd(service, "GC.run");
        Matcher used = USED.matcher(jcmd(service, "GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("jcmd named no used heap");
        }
        return Long.parseLong(used.group(1)) * BYTES_OF_KIB;
    }

    private static String jcmd(ServiceProcess service, String diagnosis) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process =
                    new ProcessBuilder(program.toString(), Long.toString(service.pid()), diagnosis)
                            .redirectErrorStream(true)
                            .start();
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        command.close();
        query.close();
    }
}
