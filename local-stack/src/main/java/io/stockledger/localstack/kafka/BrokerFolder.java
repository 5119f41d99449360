package io.stockledger.localstack.kafka;

import io.stockledger.localstack.process.OwnerOnly;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.StackFailure;

import kafka.tools.StorageTool;

import org.apache.kafka.common.Uuid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Collectors;

/** The folder of the broker: its configuration, which every start writes, and its storage. */
final class BrokerFolder {

    private static final String LOGGING = "broker-logging.xml";

    private final Path folder;

    BrokerFolder(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    Path configuration() {
        return folder.resolve("server.properties");
    }

    Path logging() {
        return folder.resolve(LOGGING);
    }

    /**
     * Writes the configuration, and formats the storage if that has not been done.
     *
     * @param settings further settings, which replace those of this class
     */
    void prepare(int port, int controllerPort, Map<String, String> settings) {
        try (InputStream logging = BrokerFolder.class.getResourceAsStream(LOGGING)) {
            if (logging == null) {
                throw new StackFailure(LOGGING + " is missing: build again with mvn package.");
            }
            OwnerOnly.folder(folder);
            Files.copy(logging, logging(), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(
                    configuration(),
                    escaped(properties(storage(), port, controllerPort) + lines(settings)));
            if (!Files.exists(storage().resolve("meta.properties"))) {
                format();
            }
            OwnerOnly.tree(folder);
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot prepare the Kafka folder %s: %s. Check that it is writable and that the disk is not full."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    /** A later line of a properties file replaces an earlier one. */
    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + '=' + setting.getValue() + '\n')
                .collect(Collectors.joining());
    }

    /** Kafka reads the file as ISO 8859-1, so that a path with other letters needs escapes. */
    static String escaped(String properties) {
        return properties
                .replace("\\", "\\\\")
                .chars()
                .mapToObj(
                        character ->
                                character < 128
                                        ? Character.toString(character)
                                        : "\\u%04X".formatted(character))
                .collect(Collectors.joining());
    }

    private Path storage() {
        return folder.resolve("storage");
    }

    /** Formats the storage in this process, which saves the start of a JVM. */
    private void format() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String[] arguments = {
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            configuration().toString(),
            "--ignore-formatted"
        };
        int exit;
        try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            exit = StorageTool.execute(arguments, out);
        }
        if (exit != 0) {
            throw new StackFailure(
                    "Kafka cannot format %s: %s. Delete the data with --fresh."
                            .formatted(storage(), output.toString(StandardCharsets.UTF_8).strip()));
        }
    }

    /**
     * Returns the configuration of the broker.
     *
     * <p>The session timeout is 1.5 s with heartbeats every 0.25 s: after a kill, the controller
     * refuses the new broker until the session of the old one has ended. With the defaults of
     * Kafka, 9 s and 2 s, such a start takes 14 s. The buffer of the log cleaner has 8 MB for a few
     * small compacted topics: it costs half a second to fill the default of 128 MB with zeros.
     */
    static String properties(Path storage, int port, int controllerPort) {
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@%1$s:%3$d
        listeners=PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d
        advertised.listeners=PLAINTEXT://%1$s:%2$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=PLAINTEXT
        log.dirs=%4$s
        log.retention.ms=-1
        auto.create.topics.enable=false
        group.initial.rebalance.delay.ms=0
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=3
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=3
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=3
        broker.session.timeout.ms=1500
        broker.heartbeat.interval.ms=250
        log.cleaner.dedupe.buffer.size=8388608
        """
                .formatted(Ports.LOOPBACK, port, controllerPort, storage);
    }
}
