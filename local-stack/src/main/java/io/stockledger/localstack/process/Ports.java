package io.stockledger.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * TCP ports of the loopback address, where everything of a local stack listens. Thread-safe.
 *
 * <p>What is chosen here lies below the ports that systems give to outgoing connections (32768 and
 * up on Linux, 49152 and up on a Mac). Among those, any connection of any program can take a chosen
 * port before its server listens, and so can the very question whether the server is ready yet.
 */
public final class Ports {

    public static final String LOOPBACK = "127.0.0.1";

    static final int CHOSEN_MIN = 20_000;
    static final int CHOSEN_MAX = 32_000;

    /** Begins anywhere, so that programs which choose at the same moment seldom meet. */
    private static int next = ThreadLocalRandom.current().nextInt(CHOSEN_MIN, CHOSEN_MAX + 1);

    private Ports() {}

    /** A port that was free a moment ago, and another one at each call. */
    public static int free() {
        return firstOfFree(1);
    }

    /** The first of this many ports in a row that were free a moment ago. */
    public static synchronized int firstOfFree(int count) {
        for (int attempt = CHOSEN_MIN; attempt <= CHOSEN_MAX; attempt++) {
            int first = next + count - 1 <= CHOSEN_MAX ? next : CHOSEN_MIN;
            next = first + count;
            if (IntStream.range(first, next).allMatch(Ports::isFree)) {
                return first;
            }
        }
        throw new StackFailure(
                "No free TCP port on %s from %d to %d: stop what listens there."
                        .formatted(LOOPBACK, CHOSEN_MIN, CHOSEN_MAX));
    }

    /** Whether a server could listen there now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do, so that a connection in TIME_WAIT does not count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
