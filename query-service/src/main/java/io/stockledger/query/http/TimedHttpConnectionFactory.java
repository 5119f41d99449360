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
 * a byte of it arrives: Jetty's own timeout begins again with each byte.
 */
final class TimedHttpConnectionFactory extends HttpConnectionFactory {

    private final long headTimeoutMs;

    TimedHttpConnectionFactory(HttpConfiguration configuration, long headTimeoutMs) {
        super(configuration);
        this.headTimeoutMs = headTimeoutMs;
        configuration.addCustomizer(
                (request, _) -> {
                    resetIdleTimeout(request.getConnectionMetaData().getConnection());
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

    private static void resetIdleTimeout(Connection connection) {
        if (connection instanceof TimedHttpConnection timed) {
            timed.headIsComplete();
        }
    }

    /** Its methods are called by one thread at a time. */
    static final class TimedHttpConnection extends HttpConnection {

        private final long headTimeoutMs;
        private boolean headIsIncomplete;
        private long headBeganNanos;

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
            super.onFillable();
            if (!getParser().inHeaderState() || getParser().isStart() || !getEndPoint().isOpen()) {
                return;
            }
            if (!headIsIncomplete) {
                headIsIncomplete = true;
                headBeganNanos = System.nanoTime();
            }
            long leftMs =
                    headTimeoutMs
                            - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - headBeganNanos);
            if (leftMs <= 0) {
                close();
            } else {
                getEndPoint().setIdleTimeout(leftMs);
            }
        }

        private void headIsComplete() {
            if (headIsIncomplete) {
                headIsIncomplete = false;
                setIdleTimeout(0);
            }
        }

        /**
         * Limits the time in which no byte arrives.
         *
         * @param milliseconds at least 1, or 0 for the limit of the connector
         */
        void setIdleTimeout(long milliseconds) {
            getEndPoint()
                    .setIdleTimeout(
                            milliseconds > 0 ? milliseconds : getConnector().getIdleTimeout());
        }
    }
}
