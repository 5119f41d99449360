package io.stockledger.localstack.kafka;

import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.Signal;
import io.stockledger.localstack.process.StackFailure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A running Kafka broker on the loopback address, in its own JVM and with its own controller (KRaft
 * combined mode). Acknowledged records survive a kill of the process. Thread-safe.
 */
public final class KafkaBroker implements AutoCloseable {

    static final String PROCESS_NAME = "kafka";

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int CONNECT_MAX_MS = 1000;

    private final ChildProcess process;
    private final BrokerJvm jvm;
    private final int port;

    private KafkaBroker(ChildProcess process, BrokerJvm jvm, int port) {
        this.process = process;
        this.jvm = jvm;
        this.port = port;
    }

    /**
     * The folders and the log file of a broker.
     *
     * @param dataFolder topics, metadata and configuration; it is formatted if it is empty or
     *     missing
     * @param cacheFolder class archives, which make a start faster
     * @param recordsFolder the record of the running process, see {@code LeftoverProcesses}
     * @param logFile the log of the broker, to which each start appends
     */
    public record Location(Path dataFolder, Path cacheFolder, Path recordsFolder, Path logFile) {

        /** Returns a location with the data, the record and the log in one folder. */
        public static Location in(Path folder) {
            return new Location(
                    folder.resolve("kafka"), Cache.folder(), folder, folder.resolve("kafka.log"));
        }
    }

    /**
     * Starts the broker and waits until it accepts connections.
     *
     * @param port the free port for clients
     * @param controllerPort the free port for the controller of the broker
     * @param tuning the tuning of its JVM
     * @throws StackFailure if the broker does not start, with cause and remedy
     */
    public static KafkaBroker start(
            Location location, int port, int controllerPort, Tuning tuning) {
        return start(location, port, controllerPort, tuning, Map.of());
    }

    /**
     * Starts the broker with further settings, which replace its own ones of the same names.
     *
     * @param settings the settings of {@code server.properties}; its listener {@code PLAINTEXT} on
     *     the port must remain
     * @throws StackFailure if the broker does not start, with cause and remedy
     */
    public static KafkaBroker start(
            Location location,
            int port,
            int controllerPort,
            Tuning tuning,
            Map<String, String> settings) {
        BrokerFolder folder = new BrokerFolder(location.dataFolder());
        folder.prepare(port, controllerPort, settings);
        BrokerJvm jvm = new BrokerJvm(location.cacheFolder(), tuning);
        ChildProcess process =
                ChildProcess.start(
                        new ChildProcess.Start(
                                PROCESS_NAME,
                                jvm.command(folder.configuration(), folder.logging()),
                                Map.of(),
                                location.logFile(),
                                location.recordsFolder()));
        KafkaBroker broker = new KafkaBroker(process, jvm, port);
        if (!process.awaitWhileAlive(broker::answers, START_MAX)) {
            boolean alive = process.isAlive();
            broker.close();
            throw new StackFailure(
                    alive
                            ? "Kafka did not accept connections within %d s (log: %s)."
                                    .formatted(START_MAX.toSeconds(), location.logFile())
                            : BrokerFailure.explain(location.logFile(), location.dataFolder()));
        }
        return broker;
    }

    public ChildProcess process() {
        return process;
    }

    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** Stops the broker in order: it flushes its logs and leaves its cluster. */
    @Override
    public void close() {
        process.stop(Signal.TERM, STOP_MAX);
        jvm.stopped();
    }

    /** Whether the broker accepts connections; it listens only after it has started. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(Ports.LOOPBACK), port),
                    CONNECT_MAX_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static Path ensureFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot create the folder %s: %s. Check that it is writable and that the disk is not full."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }
}
