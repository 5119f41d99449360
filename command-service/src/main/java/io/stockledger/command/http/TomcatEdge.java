package io.stockledger.command.http;

import io.stockledger.access.ClientSlots;
import io.stockledger.http.AllowedMethods;
import io.stockledger.http.HttpLimits;
import io.stockledger.http.HttpMetrics;
import io.stockledger.tls.WebCertificate;

import org.apache.catalina.Host;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Configures Tomcat: an encoded slash is part of an id, TRACE reaches the filter that refuses it,
 * Tomcat's own refusals are problems, a bulk request over HTTP/2 may send each line by itself, and
 * only the filter of the shared HTTP edge reads a body outside of the controllers.
 */
final class TomcatEdge implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final AllowedMethods allowedMethods;
    private final HttpLimits limits;
    private final ClientSlots connectionSlots;
    private final HttpMetrics metrics;
    private final SslBundles sslBundles;

    TomcatEdge(
            AllowedMethods allowedMethods,
            HttpLimits limits,
            ClientSlots connectionSlots,
            HttpMetrics metrics,
            SslBundles sslBundles) {
        this.allowedMethods = allowedMethods;
        this.limits = limits;
        this.connectionSlots = connectionSlots;
        this.metrics = metrics;
        this.sslBundles = sslBundles;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(TimedHttp11Protocol.class.getName());
        factory.addConnectorCustomizers(TomcatEdge::configure, this::limit);
        Ssl ssl = factory.getSsl();
        if (ssl != null) {
            // Spring Boot renews the certificate of Tomcat itself.
            WebCertificate.watch(ssl, sslBundles, _ -> {});
        }
        factory.addContextCustomizers(
                context -> {
                    Host host = (Host) context.getParent();
                    if (host instanceof StandardHost standard) {
                        // The host uses the valve of this class that it finds in its pipeline.
                        standard.setErrorReportValveClass(TomcatErrorValve.class.getName());
                        standard.getPipeline().addValve(new TomcatErrorValve(allowedMethods));
                    }
                });
    }

    private void limit(Connector connector) {
        if (connector.getProtocolHandler() instanceof TimedHttp11Protocol http11) {
            http11.limit(limits.headTimeoutMs(), limits.connectionsMax(), connectionSlots);
            metrics.openConnections(http11, TimedHttp11Protocol::getConnectionCount);
        }
        // No form is read as parameters.
        connector.setParseBodyMethods("");
    }

    private static void configure(Connector connector) {
        String passThrough = EncodedSolidusHandling.PASS_THROUGH.getValue();
        connector.setEncodedSolidusHandling(passThrough);
        connector.setEncodedReverseSolidusHandling(passThrough);
        connector.setAllowTrace(true);
        connector.addLifecycleListener(
                event -> {
                    if (Lifecycle.BEFORE_INIT_EVENT.equals(event.getType())) {
                        allowSmallFrames(connector);
                    }
                });
    }

    /** Tomcat takes many small frames for an attack and closes the connection of the gateway. */
    private static void allowSmallFrames(Connector connector) {
        for (UpgradeProtocol protocol : connector.findUpgradeProtocols()) {
            if (protocol instanceof Http2Protocol http2) {
                http2.setOverheadDataThreshold(0);
            }
        }
    }
}
