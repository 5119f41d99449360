package io.stockledger.command.http;

import org.apache.coyote.Adapter;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose request head takes too long, however often a byte of it arrives:
 * Tomcat's own timeouts begin again with each byte. It also lets the reader of a body limit its
 * reads. Tomcat calls it for each part of a head that arrives, and for the next parts with another
 * thread.
 */
final class TimedHttp11Processor extends Http11Processor {

    /** The processor of the request that this thread serves. */
    private static final ScopedValue<TimedHttp11Processor> CURRENT = ScopedValue.newInstance();

    private final int connectionTimeoutMs;
    private final long headTimeoutMs;

    /** The connection whose head has arrived in part, and the time of its first byte. */
    private @Nullable SocketWrapperBase<?> headOf;

    private long headBeganNanos;

    TimedHttp11Processor(AbstractHttp11Protocol<?> protocol, Adapter adapter, long headTimeoutMs) {
        super(protocol, adapter);
        this.connectionTimeoutMs = protocol.getConnectionTimeout();
        this.headTimeoutMs = headTimeoutMs;
    }

    @Override
    public SocketState service(SocketWrapperBase<?> connection) throws IOException {
        SocketState state = ScopedValue.where(CURRENT, this).call(() -> super.service(connection));
        boolean headIsIncomplete = state == SocketState.LONG && !isAsync();
        if (!headIsIncomplete) {
            headOf = null;
            return state;
        }
        if (!connection.equals(headOf)) {
            headOf = connection;
            headBeganNanos = System.nanoTime();
        }
        long leftMs =
                headTimeoutMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - headBeganNanos);
        if (leftMs <= 0) {
            headOf = null;
            return SocketState.CLOSED;
        }
        connection.setReadTimeout(leftMs);
        return state;
    }

    /**
     * Limits the time of the next reads from the connection of this thread's request. Does nothing
     * for a request over HTTP/2.
     *
     * @param milliseconds at least 1, or 0 for the limit of Tomcat
     */
    static void setReadTimeout(long milliseconds) {
        if (CURRENT.isBound()) {
            TimedHttp11Processor current = CURRENT.get();
            current.getSocketWrapper()
                    .setReadTimeout(milliseconds > 0 ? milliseconds : current.connectionTimeoutMs);
        }
    }
}
