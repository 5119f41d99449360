package io.stockledger.teststack;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;

import org.testcontainers.DockerClientFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The Docker engine of this machine. It is detected by a connection to its usual addresses, which
 * is fast and writes no log. Testcontainers, which is slow and writes long logs, is used only after
 * that.
 */
final class DockerEngine implements PartsChoice.Engine {

    private static final int CONNECT_MAX_MS = 1500;
    private static final int PULL_MAX_SECONDS = 300;
    private static final int DEFAULT_TCP_PORT = 2375;

    private final Map<String, String> environment;
    private final List<String> images;

    DockerEngine(Map<String, String> environment, List<String> images) {
        this.environment = environment;
        this.images = images;
    }

    @Override
    public Optional<String> missing() {
        List<SocketAddress> addresses = addresses();
        boolean answers =
                addresses.stream().map(DockerEngine::connects).toList().stream()
                        .anyMatch(DockerEngine::holdsInTime);
        return answers ? Optional.empty() : Optional.of("no Docker engine answers");
    }

    @Override
    public Optional<String> imagesMissing() {
        try {
            DockerClient client = DockerClientFactory.instance().client();
            for (String image : images) {
                if (!has(client, image) && !pull(client, image)) {
                    return Optional.of("the Docker engine cannot get " + image);
                }
            }
            return Optional.empty();
        } catch (IllegalStateException | DockerException e) {
            return Optional.of("the Docker engine cannot be used: " + firstLine(e));
        }
    }

    private List<SocketAddress> addresses() {
        String host = environment.get("DOCKER_HOST");
        if (host != null && !host.isBlank()) {
            URI uri = URI.create(host);
            return List.of(
                    "unix".equals(uri.getScheme())
                            ? UnixDomainSocketAddress.of(uri.getPath())
                            : new InetSocketAddress(
                                    Objects.requireNonNullElse(uri.getHost(), "localhost"),
                                    uri.getPort() < 0 ? DEFAULT_TCP_PORT : uri.getPort()));
        }
        String home = environment.getOrDefault("HOME", "/nonexistent");
        return Stream.of(
                        Path.of("/var/run/docker.sock"),
                        Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", home), "docker.sock"),
                        Path.of(home, ".docker/run/docker.sock"),
                        Path.of(home, ".docker/desktop/docker.sock"))
                .filter(Files::exists)
                .map(path -> (SocketAddress) UnixDomainSocketAddress.of(path))
                .toList();
    }

    private static CompletableFuture<Boolean> connects(SocketAddress address) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (SocketChannel channel = SocketChannel.open(address)) {
                        return channel.isConnected();
                    } catch (IOException e) {
                        return false;
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static boolean holdsInTime(CompletableFuture<Boolean> connected) {
        try {
            return connected.get(CONNECT_MAX_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static boolean has(DockerClient client, String image) {
        try {
            client.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static boolean pull(DockerClient client, String image) {
        try {
            return client.pullImageCmd(image)
                            .start()
                            .awaitCompletion(PULL_MAX_SECONDS, TimeUnit.SECONDS)
                    && has(client, image);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (DockerException e) {
            return false;
        }
    }

    private static String firstLine(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())
                .lines()
                .findFirst()
                .orElse("no reason given");
    }
}
