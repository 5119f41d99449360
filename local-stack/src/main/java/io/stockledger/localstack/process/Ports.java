package io.stockledger.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Chooses free TCP ports of the loopback address, on which all parts of a local stack listen.
 * Thread-safe.
 *
 * <p>The chosen ports are below those of outgoing connections (32768 and up on Linux, 49152 and up
 * on a Mac). Otherwise an outgoing connection of any program, even the readiness check of the
 * server itself, could take the port before the server listens.
 */
public final class Ports {

    public static final String LOOPBACK = "127.0.0.1";

    static final int CHOSEN_MIN = 20_000;
    static final int CHOSEN_MAX = 32_000;

    /** Starts at a random port, so that programs rarely choose the same one. */
    private static int next = ThreadLocalRandom.current().nextInt(CHOSEN_MIN, CHOSEN_MAX + 1);

    private Ports() {}

    /** Returns a port that is free now, and a different one at each call. */
    public static int free() {
        return firstOfFree(1);
    }

    /** Returns the first of this many consecutive ports that are free now. */
    public static synchronized int firstOfFree(int count) {
        for (int attempt = CHOSEN_MIN; attempt <= CHOSEN_MAX; attempt++) {
            int first = next + count - 1 <= CHOSEN_MAX ? next : CHOSEN_MIN;
            next = first + count;
            if (IntStream.range(first, next).allMatch(Ports::isFree)) {
                return first;
            }
        }
        throw new StackFailure(
                "No free TCP port on %s from %d to %d: stop some of the programs that listen there."
                        .formatted(LOOPBACK, CHOSEN_MIN, CHOSEN_MAX));
    }

    /** Whether a server can listen on this port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do, so that a connection in TIME_WAIT does not count as a port in use.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
