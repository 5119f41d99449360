package io.stockledger.query.http;

import io.stockledger.tls.HandshakeLog;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

/**
 * TLS of Jetty: its versions, the time of the handshake, and the renewal of the certificate, which
 * Spring Boot has for Tomcat only.
 */
final class JettyTls {

    private static final String[] OLD_VERSIONS = {"TLSv1", "TLSv1.1"};

    /** The protocol of a session before the end of the handshake. */
    private static final String NO_PROTOCOL = "NONE";

    private JettyTls() {}

    /**
     * Limits the versions and the handshake. Does nothing without TLS.
     *
     * @param handshakeTimeoutMs the longest time from the opening of a connection to the end of the
     *     handshake, however often a byte of it arrives, in milliseconds
     */
    static void limit(AbstractConnector connector, long handshakeTimeoutMs) {
        SslConnectionFactory tls = connector.getConnectionFactory(SslConnectionFactory.class);
        if (tls != null) {
            tls.getSslContextFactory().addExcludeProtocols(OLD_VERSIONS);
            connector.addBean(new HandshakeTimeout(connector, handshakeTimeoutMs));
            connector.addBean(new FailureListener(new HandshakeLog()));
        }
    }

    /**
     * Presents the certificate of the bundle and trusts its CAs on all later connections.
     *
     * @throws IllegalStateException if the bundle has no usable key; then nothing changes
     */
    static void renew(Server server, SslBundle bundle) {
        // A factory that fails to load has no TLS at all, so that the bundle is tried first.
        bundle.createSslContext();
        SslStoreBundle stores = bundle.getStores();
        KeyStore keys = stores.getKeyStore();
        KeyStore trusted = stores.getTrustStore();
        for (Connector connector : server.getConnectors()) {
            SslConnectionFactory tls = connector.getConnectionFactory(SslConnectionFactory.class);
            if (tls != null) {
                reload(tls.getSslContextFactory(), keys, trusted);
            }
        }
    }

    private static void reload(
            SslContextFactory.Server tls, @Nullable KeyStore keys, @Nullable KeyStore trusted) {
        try {
            tls.reload(
                    factory -> {
                        factory.setKeyStore(keys);
                        factory.setTrustStore(trusted);
                    });
        } catch (Exception e) {
            throw new IllegalStateException("the renewed certificate cannot be used", e);
        }
    }

    /** Closes a connection whose handshake is not complete in time. Thread-safe. */
    private record HandshakeTimeout(AbstractConnector connector, long timeoutMs)
            implements Connection.Listener {

        @Override
        public void onOpened(Connection connection) {
            if (connection instanceof SslConnection tls) {
                var _ =
                        connector
                                .getScheduler()
                                .schedule(
                                        () -> closeIfIncomplete(tls),
                                        timeoutMs,
                                        TimeUnit.MILLISECONDS);
            }
        }

        private static void closeIfIncomplete(SslConnection tls) {
            if (NO_PROTOCOL.equals(tls.getSSLEngine().getSession().getProtocol())) {
                tls.getEndPoint().close();
            }
        }
    }

    private record FailureListener(HandshakeLog log) implements SslHandshakeListener {

        @Override
        public void handshakeFailed(Event event, Throwable failure) {
            log.failed(String.valueOf(event.getEndPoint().getRemoteSocketAddress()), failure);
        }
    }
}
