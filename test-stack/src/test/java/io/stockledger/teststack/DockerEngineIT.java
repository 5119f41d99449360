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

    /** Short, because the path of a socket may have about 100 characters only. */
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
    void where_nobody_listens_no_engine_answers_and_that_is_known_quickly() {
        long startedAt = System.nanoTime();

        assertThat(engine().missing()).contains("no Docker engine answers");

        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(QUICK);
    }

    @Test
    void a_socket_that_somebody_listens_on_counts_as_an_engine_until_the_images_are_asked_for()
            throws IOException {
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
