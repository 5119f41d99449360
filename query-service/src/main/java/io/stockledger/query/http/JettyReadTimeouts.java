package io.stockledger.query.http;

import io.stockledger.http.ReadTimeouts;
import io.stockledger.query.http.TimedHttpConnectionFactory.TimedHttpConnection;

import jakarta.servlet.http.HttpServletRequest;

import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;

/** Limits reads by the idle timeout of the connection, on which nothing is written at that time. */
final class JettyReadTimeouts implements ReadTimeouts {

    @Override
    public void set(HttpServletRequest request, long milliseconds) {
        Connection connection =
                ServletContextRequest.getServletContextRequest(request)
                        .getConnectionMetaData()
                        .getConnection();
        if (connection instanceof TimedHttpConnection http11) {
            http11.setIdleTimeout(milliseconds);
        }
    }

    /** Jetty never waits for such a rest, but the answer may need the time of the connector. */
    @Override
    public void abandon(HttpServletRequest request) {
        set(request, 0);
    }
}
