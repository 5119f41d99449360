package io.stockledger.query.http;

import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

import java.util.Arrays;
import java.util.EnumSet;

/** Lets an encoded slash through as part of an id, and answers Jetty's own refusals as problems. */
public final class JettyEdge implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {

    private static final int UNLIMITED = -1;

    private static final UriCompliance IDENTIFIERS_MAY_HOLD_SLASHES =
            new UriCompliance(
                    "identifiers may hold slashes",
                    EnumSet.of(
                            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        // Spring Boot's would take 200 requests at once.
        var threads = new VirtualThreadPool(UNLIMITED);
        threads.setName("http");
        factory.setThreadPool(threads);
        factory.addServerCustomizers(
                server -> {
                    server.setErrorHandler(new ProblemErrorHandler());
                    Arrays.stream(server.getConnectors())
                            .flatMap(connector -> connector.getConnectionFactories().stream())
                            .filter(HttpConfiguration.ConnectionFactory.class::isInstance)
                            .map(HttpConfiguration.ConnectionFactory.class::cast)
                            .forEach(
                                    http ->
                                            http.getHttpConfiguration()
                                                    .setUriCompliance(
                                                            IDENTIFIERS_MAY_HOLD_SLASHES));
                    server.getContainedBeans(WebAppContext.class)
                            .forEach(
                                    context ->
                                            context.getServletHandler()
                                                    .setDecodeAmbiguousURIs(true));
                });
    }
}
