package io.stockledger.system.attacks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.stockledger.system.load.LoadConnection;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The connections of an attack, until it is closed. They come from other addresses of the loopback
 * network than those of other clients, each has a virtual thread, and a connection that the service
 * closes is opened again after a pause. Thread-safe.
 */
final class Attacker implements AutoCloseable {

    /** The connections begin one after the other, since the attacker shares the processors. */
    private static final Duration BEGIN_WITHIN = Duration.ofSeconds(5);

    private static final int CONNECT_MAX_MS = 5_000;
    private static final int BYTES = 65_536;
    private static final String STATUS_LINE = "HTTP/1.1 ";
    private static final int STATUS_DIGITS = 3;

    private final AttackedSystem system;
    private final int addresses;
    private final double scale;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private volatile boolean ended;

    private Attacker(AttackedSystem system, int addresses, double scale) {
        this.system = system;
        this.addresses = addresses;
        this.scale = scale;
    }

    /**
     * Begins an attack.
     *
     * @param scale the part of its connections
     */
    static Attacker begin(Attack attack, AttackedSystem system, double scale) {
        var attacker = new Attacker(system, attack.addresses(), scale);
        attack.begin(attacker);
        return attacker;
    }

    AttackedSystem system() {
        return system;
    }

    /** The answers of the services to the attack, and their numbers. */
    String answers() {
        return new TreeMap<>(answers).toString();
    }

    /** Sends the request on each connection again and again, with a pause after each answer. */
    void repeat(int connections, String url, byte[] request, Duration pause) {
        start(
                connections,
                address -> {
                    try (var connection = new LoadConnection(url, address)) {
                        while (!ended && connection.isUsable()) {
                            count(Integer.toString(connection.call(request)));
                            pause(pause);
                        }
                    }
                },
                pause);
    }

    /**
     * Sends the beginning on each connection, and then another part after each pause, and ignores
     * the answers.
     *
     * @param part may be empty
     * @param reopening the pause before a closed connection is opened again
     */
    void hold(
            int connections,
            String url,
            byte[] beginning,
            byte[] part,
            Duration pause,
            Duration reopening) {
        start(
                connections,
                address -> {
                    try (Socket socket = connect(url, address)) {
                        send(socket, beginning);
                        socket.setSoTimeout((int) pause.toMillis());
                        while (!ended && isOpen(socket)) {
                            socket.getOutputStream().write(part);
                        }
                    }
                },
                reopening);
    }

    /**
     * Sends the beginning on each connection, and then the part as often as it can. Reads nothing.
     */
    void flood(int connections, String url, byte[] beginning, byte[] part, Duration reopening) {
        start(
                connections,
                address -> {
                    try (Socket socket = connect(url, address)) {
                        send(socket, beginning);
                        while (!ended) {
                            socket.getOutputStream().write(part);
                        }
                    }
                },
                reopening);
    }

    /** One life of a connection, which ends with an exception if the service closes it. */
    private interface Life {
        void live(InetAddress address) throws IOException;
    }

    private void start(int connections, Life life, Duration reopening) {
        int count = (int) Math.max(1, connections * scale);
        for (int i = 0; i < count; i++) {
            InetAddress address = InetAddress.ofLiteral("127.0.1." + (1 + i % addresses));
            Duration begin = BEGIN_WITHIN.multipliedBy(i).dividedBy(count);
            threads.execute(
                    () -> {
                        pause(begin);
                        while (!ended) {
                            try {
                                life.live(address);
                            } catch (IOException _) {
                                count("closed");
                            }
                            pause(reopening);
                        }
                    });
        }
    }

    private Socket connect(String url, InetAddress from) throws IOException {
        URI service = URI.create(url);
        var socket = new Socket();
        sockets.add(socket);
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(
                    new InetSocketAddress(service.getHost(), service.getPort()), CONNECT_MAX_MS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        count("connected");
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += BYTES) {
            socket.getOutputStream().write(bytes, at, Math.min(BYTES, bytes.length - at));
        }
    }

    /** Reads what has arrived; waits for the timeout of the socket if there is nothing. */
    private boolean isOpen(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[1_024];
        try {
            int count = in.read(answer);
            if (count < 0) {
                count("closed");
                sockets.remove(socket);
                return false;
            }
            String text = new String(answer, 0, count, ISO_8859_1);
            if (text.startsWith(STATUS_LINE)) {
                int at = STATUS_LINE.length();
                count(text.substring(at, at + STATUS_DIGITS));
            }
            return true;
        } catch (SocketTimeoutException _) {
            return true;
        }
    }

    private void count(String answer) {
        if (!ended) {
            answers.computeIfAbsent(answer, _ -> new LongAdder()).increment();
        }
    }

    private void pause(Duration pause) {
        if (!ended) {
            LockSupport.parkNanos(this, pause.toNanos());
        }
    }

    /** Closes every connection, whatever its thread waits for. */
    @Override
    public void close() {
        ended = true;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException _) {
                // The service has closed it already.
            }
        }
        threads.shutdownNow();
        threads.close();
    }
}
