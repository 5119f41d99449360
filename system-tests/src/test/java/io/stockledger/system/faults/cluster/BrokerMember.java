package io.stockledger.system.faults.cluster;

import io.stockledger.localstack.kafka.BrokerJvm;
import io.stockledger.localstack.kafka.Tuning;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.Signal;

import kafka.tools.StorageTool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Kafka broker that is also a controller. It has one listener for each service, which is
 * announced with the port of the proxy of this service, and one that no proxy can disturb.
 */
final class BrokerMember extends Member {

    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final int CONNECT_MAX_MS = 1_000;
    private static final String LOGGING = "broker-logging.xml";

    private final Path parent;
    private final Path folder;
    private final int port;
    private final BrokerJvm jvm = new BrokerJvm(Cache.folder(), Tuning.QUICK_START);

    /**
     * A broker with its configuration and a formatted storage.
     *
     * @param settings the content of its configuration file without the folder of the storage
     * @param port the port of the listener that no proxy can disturb
     */
    BrokerMember(String name, Path parent, String settings, int port, String clusterId) {
        super(name, Signal.TERM);
        this.parent = parent;
        this.folder = parent.resolve(name);
        this.port = port;
        try {
            Files.createDirectories(folder);
            Files.writeString(configuration(), settings + "log.dirs=" + storage() + "\n");
            try (var logging = BrokerJvm.class.getResourceAsStream(LOGGING)) {
                if (logging == null) {
                    throw new IllegalStateException(LOGGING + " is missing");
                }
                Files.copy(logging, folder.resolve(LOGGING));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        format(clusterId);
    }

    /** The folder with the segments of all partitions. */
    Path storage() {
        return folder.resolve("storage");
    }

    int port() {
        return port;
    }

    @Override
    ChildProcess launch() {
        ChildProcess process =
                ChildProcess.start(
                        new ChildProcess.Start(
                                name(),
                                jvm.command(configuration(), folder.resolve(LOGGING)),
                                Map.of(),
                                parent.resolve(name() + ".log"),
                                parent));
        if (!process.awaitWhileAlive(this::answers, START_MAX)) {
            throw new IllegalStateException(
                    name() + " did not start: " + parent.resolve(name() + ".log"));
        }
        return process;
    }

    @Override
    void stopped() {
        jvm.stopped();
    }

    private Path configuration() {
        return folder.resolve("server.properties");
    }

    private void format(String clusterId) {
        var output = new ByteArrayOutputStream();
        String[] arguments =
                List.of("format", "--cluster-id", clusterId, "--config", configuration().toString())
                        .toArray(String[]::new);
        try (var out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            if (StorageTool.execute(arguments, out) != 0) {
                throw new IllegalStateException(
                        "Kafka cannot format: " + output.toString(StandardCharsets.UTF_8));
            }
        }
    }

    /** With a quorum of several nodes a broker listens only after most of them run. */
    @Override
    boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(Ports.LOOPBACK), port),
                    CONNECT_MAX_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
