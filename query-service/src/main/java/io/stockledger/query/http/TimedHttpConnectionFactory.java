package io.stockledger.query.http;

import org.eclipse.jetty.http.HttpParser;
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

    /** A connection that checks the time of a head before it reads more of it. */
    static final class TimedHttpConnection extends HttpConnection {

        private final long headTimeoutMs;

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
            HttpParser parser = getParser();
            if (parser.inHeaderState() && !parser.isStart()) {
                long leftMs =
                        headTimeoutMs
                                - TimeUnit.NANOSECONDS.toMillis(
                                        System.nanoTime() - parser.getBeginNanoTime());
                if (leftMs <= 0) {
                    close();
                    return;
                }
                setIdleTimeout(leftMs);
            }
            super.onFillable();
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
