package io.stockledger.query.http;

import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

import java.util.Arrays;
import java.util.EnumSet;

/**
 * Configures Jetty: an encoded slash is part of an id, the number of concurrent requests is not
 * limited, and Jetty's own refusals are problems.
 */
final class JettyEdge implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {

    private static final int UNLIMITED = -1;

    private static final UriCompliance SLASHES_IN_IDENTIFIERS =
            new UriCompliance(
                    "slashes in identifiers",
                    EnumSet.of(
                            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        // The default of Spring Boot allows 200 concurrent requests.
        var threads = new VirtualThreadPool(UNLIMITED);
        threads.setName("http");
        factory.setThreadPool(threads);
        factory.addServerCustomizers(JettyEdge::configure);
    }

    private static void configure(Server server) {
        server.setErrorHandler(new JettyErrorHandler());
        Arrays.stream(server.getConnectors())
                .flatMap(connector -> connector.getConnectionFactories().stream())
                .filter(HttpConfiguration.ConnectionFactory.class::isInstance)
                .map(HttpConfiguration.ConnectionFactory.class::cast)
                .forEach(
                        http ->
                                http.getHttpConfiguration()
                                        .setUriCompliance(SLASHES_IN_IDENTIFIERS));
        server.getContainedBeans(WebAppContext.class)
                .forEach(context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
    }
}
