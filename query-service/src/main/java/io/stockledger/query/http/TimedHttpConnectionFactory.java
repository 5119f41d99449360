package io.stockledger.query.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 of Jetty, with a limit of the time in which the head of a request arrives, however often
 * a byte of it arrives: Jetty's own timeout begins again with each byte. A head that stops after
 * its first part is left to that timeout.
 */
final class TimedHttpConnectionFactory extends HttpConnectionFactory {

    private final long headTimeoutMs;

    TimedHttpConnectionFactory(HttpConfiguration configuration, long headTimeoutMs) {
        super(configuration);
        this.headTimeoutMs = headTimeoutMs;
        configuration.addCustomizer(
                (request, _) -> {
                    Connection connection = request.getConnectionMetaData().getConnection();
                    if (connection instanceof TimedHttpConnection http11) {
                        http11.setIdleTimeout(0);
                    }
                    return request;
                });
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(
                new TimedHttpConnection(getHttpConfiguration(), connector, endPoint, headTimeoutMs),
                connector,
                endPoint);
    }

    /**
     * A connection that checks the time of a head before it reads more of it. Its time begins with
     * the second part that arrives. Jetty calls it with one thread at a time.
     */
    static final class TimedHttpConnection extends HttpConnection {

        private final long headTimeoutMs;

        /** Whether a second part of the head has arrived, and when. */
        private boolean headIsAwaited;

        private long awaitedSinceNanos;

        private TimedHttpConnection(
                HttpConfiguration configuration,
                Connector connector,
                EndPoint endPoint,
                long headTimeoutMs) {
            super(configuration, connector, endPoint);
            this.headTimeoutMs = headTimeoutMs;
        }

        @Override
        public void onFillable() {
            boolean headArrivedInPart = getParser().inHeaderState() && !getParser().isStart();
            if (!headArrivedInPart) {
                headIsAwaited = false;
            } else if (headIsLate()) {
                close();
                return;
            }
            super.onFillable();
        }

        /** Whether the time of the head is over; begins and continues its time otherwise. */
        private boolean headIsLate() {
            long now = System.nanoTime();
            if (!headIsAwaited) {
                headIsAwaited = true;
                awaitedSinceNanos = now;
            }
            long leftMs = headTimeoutMs - TimeUnit.NANOSECONDS.toMillis(now - awaitedSinceNanos);
            if (leftMs > 0) {
                setIdleTimeout(leftMs);
            }
            return leftMs <= 0;
        }

        /**
         * Limits the time in which no byte arrives.
         *
         * @param milliseconds at least 1, or 0 for the limit of the connector
         */
        void setIdleTimeout(long milliseconds) {
            long limit = milliseconds > 0 ? milliseconds : getConnector().getIdleTimeout();
            if (getEndPoint().getIdleTimeout() != limit) {
                getEndPoint().setIdleTimeout(limit);
            }
        }
    }
}
