package io.stockledger.query.testing;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A reader of the stream {@code /v1/inventory-changes}, with its own connection. */
public final class EventStream implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** A server-sent event as it was received. */
    public record Event(String name, String id, String data) {

        public JsonNode json() {
            return MAPPER.readTree(data);
        }

        public boolean isOf(String productId, long version) {
            return name.equals("inventory")
                    && json().path("productId").asString("").equals(productId)
                    && json().path("version").asLong() == version;
        }
    }

    private final Socket socket;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private volatile String lastId = "";
    private volatile boolean ended;

    private EventStream(Socket socket) {
        this.socket = socket;
    }

    /** Opens a stream and waits for its first comment; with an empty id nothing is resumed. */
    public static EventStream open(int port, String query, String lastEventId) {
        EventStream stream = request(port, query, lastEventId);
        Thread.ofVirtual().start(stream::read);
        stream.awaitComment("changes follow");
        return stream;
    }

    private static EventStream request(int port, String query, String lastEventId) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String header = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
            socket.getOutputStream()
                    .write(
                            ("GET /v1/inventory-changes"
                                            + query
                                            + " HTTP/1.0\r\nHost: localhost\r\n"
                                            + header
                                            + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new EventStream(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a stream as soon as the service accepts another one. */
    public static EventStream awaitOpen(int port) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            EventStream stream = request(port, "", "");
                            stream.read(1);
                            return stream;
                        },
                        stream -> !stream.comments.isEmpty());
    }

    /** Opens a stream that is not read until {@link #read} is called. */
    public static EventStream openUnread(int port) {
        return request(port, "", "");
    }

    /** Waits until the service has begun the stream, without reading it. */
    public void awaitBegin() {
        await().until(() -> socket.getInputStream().available() > 0);
    }

    /** Reads to the end of the stream. */
    public void read() {
        read(Integer.MAX_VALUE);
    }

    private void read(int commentsMax) {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String name = "";
            String data = "";
            for (String line = lines.readLine();
                    line != null && comments.size() < commentsMax;
                    line = lines.readLine()) {
                if (line.startsWith(": ")) {
                    comments.add(line.substring(2));
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !name.isEmpty()) {
                    events.add(new Event(name, lastId, data));
                    name = "";
                }
            }
        } catch (IOException _) {
            // The socket was closed by this reader.
        } finally {
            ended = true;
        }
    }

    /** Whether the first comment has arrived; from then on every change is sent. */
    public boolean hasBegun() {
        return !comments.isEmpty();
    }

    public boolean hasEnded() {
        return ended;
    }

    public List<Event> seen() {
        return events;
    }

    public String lastId() {
        return lastId;
    }

    public Event await(Predicate<Event> wanted) {
        await().until(() -> events.stream().anyMatch(wanted));
        return events.stream().filter(wanted).findFirst().orElseThrow();
    }

    public void awaitComment(String beginning) {
        await().until(() -> comments.stream().anyMatch(c -> c.startsWith(beginning)));
    }

    public void awaitEnd() {
        await().until(() -> ended);
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
