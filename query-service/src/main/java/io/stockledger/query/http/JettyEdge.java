package io.stockledger.query.http;

import io.stockledger.access.ClientSlots;
import io.stockledger.http.HttpLimits;
import io.stockledger.http.HttpMetrics;
import io.stockledger.tls.WebCertificate;

import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

import java.util.Arrays;
import java.util.EnumSet;

/**
 * Configures Jetty: an encoded slash is part of an id, Jetty's own refusals are problems, and only
 * the filter of the shared HTTP edge reads a body outside of the controllers. The number of
 * connections is limited, but not the number of requests: waiting reads and streams run on virtual
 * threads.
 */
final class JettyEdge implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {

    private static final int UNLIMITED = -1;

    /**
     * The connections that wait to be accepted. If the queue is full, the system of the caller
     * tries again after seconds.
     */
    private static final int ACCEPT_QUEUE_MAX = 1_024;

    private static final UriCompliance SLASHES_IN_IDENTIFIERS =
            new UriCompliance(
                    "slashes in identifiers",
                    EnumSet.of(
                            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));

    private final HttpLimits limits;
    private final ClientSlots connectionSlots;
    private final HttpMetrics metrics;
    private final SslBundles sslBundles;

    JettyEdge(
            HttpLimits limits,
            ClientSlots connectionSlots,
            HttpMetrics metrics,
            SslBundles sslBundles) {
        this.limits = limits;
        this.connectionSlots = connectionSlots;
        this.metrics = metrics;
        this.sslBundles = sslBundles;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        // The default of Spring Boot allows 200 concurrent requests.
        var threads = new VirtualThreadPool(UNLIMITED);
        threads.setName("http");
        factory.setThreadPool(threads);
        factory.addServerCustomizers(this::configure);
        Ssl ssl = factory.getSsl();
        if (ssl != null) {
            factory.addServerCustomizers(
                    server ->
                            WebCertificate.watch(
                                    ssl, sslBundles, bundle -> JettyTls.renew(server, bundle)));
        }
    }

    private void configure(Server server) {
        server.setErrorHandler(new JettyErrorHandler());
        // Spring Boot limits the connector that it replaces when TLS is on.
        server.addBean(new NetworkConnectionLimit(limits.connectionsMax(), server.getConnectors()));
        for (Connector connector : server.getConnectors()) {
            connector.getConnectionFactories().forEach(JettyEdge::configure);
            if (connector instanceof ServerConnector accepting) {
                accepting.setAcceptQueueSize(ACCEPT_QUEUE_MAX);
            }
            if (connector instanceof AbstractConnector limited) {
                limitHeads(limited);
                limited.addBean(new JettyAddressLimit(connectionSlots));
                JettyTls.limit(limited, limits.headTimeoutMs());
            }
        }
        metrics.openConnections(server, JettyEdge::openConnections);
        server.getContainedBeans(WebAppContext.class)
                .forEach(context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
    }

    private static void configure(ConnectionFactory factory) {
        if (factory instanceof HttpConfiguration.ConnectionFactory http) {
            http.getHttpConfiguration().setUriCompliance(SLASHES_IN_IDENTIFIERS);
            // No form is read as parameters.
            http.getHttpConfiguration().setFormEncodedMethods();
        }
    }

    private void limitHeads(AbstractConnector connector) {
        HttpConnectionFactory http11 = connector.getConnectionFactory(HttpConnectionFactory.class);
        if (http11 != null) {
            // It takes the place of the other one. Without TLS that is the first one, with which
            // each connection begins.
            connector.addConnectionFactory(
                    new TimedHttpConnectionFactory(
                            http11.getHttpConfiguration(), limits.headTimeoutMs()));
        }
    }

    private static long openConnections(Server server) {
        return Arrays.stream(server.getConnectors())
                .mapToLong(connector -> connector.getConnectedEndPoints().size())
                .sum();
    }
}
