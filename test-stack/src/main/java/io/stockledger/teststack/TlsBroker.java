package io.stockledger.teststack;

import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.kafka.Tuning;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.Ports;
import io.stockledger.teststack.TestCertificates.Kind;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;

/**
 * An embedded Kafka broker with a TLS listener for each kind of certificate, and one with the right
 * certificate that also asks for a login (SASL/SCRAM). It starts at its first use and stops at the
 * end of the JVM. Thread-safe.
 */
public final class TlsBroker {

    /** The user of the SASL listener. */
    public static final String USER = "stockledger";

    public static final String PASSWORD = "scram-password";

    private static final String SASL = "LOGIN";
    private static final String HOST = "localhost";
    private static final int ITERATIONS = 4_096;
    private static final Duration LOGIN_MAX = Duration.ofSeconds(60);

    private static @Nullable TlsBroker shared;

    private final KafkaBroker broker;
    private final Map<Kind, Integer> ports = new EnumMap<>(Kind.class);
    private final int saslPort = Ports.free();
    private final int controllerPort = Ports.free();

    private TlsBroker(Path folder, TestCertificates certificates) {
        for (Kind kind : Kind.values()) {
            ports.put(kind, Ports.free());
        }
        int port = Ports.free();
        this.broker =
                KafkaBroker.start(
                        KafkaBroker.Location.in(folder),
                        port,
                        controllerPort,
                        Tuning.QUICK_START,
                        settings(port, certificates));
    }

    /** Returns the broker of this JVM. */
    public static synchronized TlsBroker shared() {
        if (shared == null) {
            Path folder = TestFolder.create();
            TlsBroker started = new TlsBroker(folder, TestCertificates.shared());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> started.stop(folder)));
            started.addUser();
            started.awaitLogin();
            shared = started;
        }
        return shared;
    }

    private Map<String, String> settings(int port, TestCertificates certificates) {
        var settings = new LinkedHashMap<String, String>();
        var listeners = new StringJoiner(",");
        listeners.add("PLAINTEXT://%s:%d".formatted(Ports.LOOPBACK, port));
        var protocols = new StringJoiner(",");
        protocols.add("CONTROLLER:PLAINTEXT").add("PLAINTEXT:PLAINTEXT");
        ports.forEach(
                (kind, tlsPort) -> {
                    listeners.add("%s://%s:%d".formatted(kind, HOST, tlsPort));
                    protocols.add(kind + ":SSL");
                    putKey(settings, kind.name(), certificates.keyAndCertificate(kind));
                });
        listeners.add("%s://%s:%d".formatted(SASL, HOST, saslPort));
        protocols.add(SASL + ":SASL_SSL");
        putKey(settings, SASL, certificates.keyAndCertificate(Kind.RIGHT));
        String prefix = prefix(SASL);
        settings.put(prefix + "sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                prefix + "scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("advertised.listeners", listeners.toString());
        settings.put("listener.security.protocol.map", protocols.toString());
        listeners.add("CONTROLLER://%s:%d".formatted(Ports.LOOPBACK, controllerPort));
        settings.put("listeners", listeners.toString());
        return settings;
    }

    private static void putKey(Map<String, String> settings, String listener, Path file) {
        settings.put(prefix(listener) + "ssl.keystore.type", "PEM");
        settings.put(prefix(listener) + "ssl.keystore.location", file.toString());
    }

    private static String prefix(String listener) {
        return "listener.name." + listener.toLowerCase(Locale.ROOT) + ".";
    }

    private void addUser() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", plainServers()))) {
            admin.alterUserScramCredentials(
                            List.of(
                                    new UserScramCredentialUpsertion(
                                            USER,
                                            new ScramCredentialInfo(
                                                    ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                                            PASSWORD)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot add the user of the broker", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while adding the user", e);
        }
    }

    /** The controller has accepted the user, and the broker knows it a moment later. */
    private void awaitLogin() {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        saslServers(),
                        "security.protocol",
                        "SASL_SSL",
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.location",
                        TestCertificates.shared().ca().toString(),
                        "sasl.mechanism",
                        "SCRAM-SHA-512",
                        "sasl.jaas.config",
                        login(PASSWORD));
        long deadline = System.nanoTime() + LOGIN_MAX.toNanos();
        while (!answers(settings)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Kafka refuses the user of the broker");
            }
        }
    }

    private static boolean answers(Map<String, Object> settings) {
        try (Admin admin = Admin.create(settings)) {
            admin.listTopics().names().get();
            return true;
        } catch (ExecutionException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the login", e);
        }
    }

    /** The address of the listener with that certificate, by the host name {@code localhost}. */
    public String servers(Kind kind) {
        return HOST + ":" + ports.get(kind);
    }

    /** The address of the listener that asks for the login of {@link #USER}. */
    public String saslServers() {
        return HOST + ":" + saslPort;
    }

    /** The address of the listener without TLS. */
    public String plainServers() {
        return broker.bootstrapServers();
    }

    /** The setting {@code sasl.jaas.config} of a client with that password. */
    public static String login(String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"%s\" password=\"%s\";".formatted(USER, password);
    }

    private void stop(Path folder) {
        broker.close();
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
