package io.stockledger.command.http;

import io.stockledger.http.AllowedMethods;

import org.apache.catalina.Host;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Configures Tomcat: an encoded slash is part of an id, TRACE reaches the filter that refuses it,
 * and Tomcat's own refusals are problems.
 */
final class TomcatEdge implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final AllowedMethods allowedMethods;

    TomcatEdge(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(TomcatEdge::configure);
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

    private static void configure(Connector connector) {
        String passThrough = EncodedSolidusHandling.PASS_THROUGH.getValue();
        connector.setEncodedSolidusHandling(passThrough);
        connector.setEncodedReverseSolidusHandling(passThrough);
        connector.setAllowTrace(true);
    }
}
