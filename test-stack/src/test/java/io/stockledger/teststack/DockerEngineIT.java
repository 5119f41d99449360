package io.stockledger.teststack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class DockerEngineIT {

    private static final Duration QUICK = Duration.ofSeconds(2);

    /** A short path, because the path of a socket is limited to about 100 characters. */
    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("engine");
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("docker.sock"));
        Files.delete(folder);
    }

    @Test
    void without_a_listener_a_missing_engine_is_detected_within_two_seconds() {
        long startedAt = System.nanoTime();

        assertThat(engine().missing()).contains("no Docker engine answers");

        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(QUICK);
    }

    @Test
    void a_socket_with_a_listener_counts_as_an_engine() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(folder.resolve("docker.sock")));

            assertThat(engine().missing()).isEmpty();
        }
    }

    private DockerEngine engine() {
        return new DockerEngine(
                Map.of("DOCKER_HOST", "unix://" + folder.resolve("docker.sock")), List.of());
    }
}
