package io.stockledger.command.http;

import org.apache.catalina.Host;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Lets an encoded slash through as part of an id, and answers Tomcat's own refusals as problems.
 */
final class TomcatEdge implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(
                connector -> {
                    String passThrough = EncodedSolidusHandling.PASS_THROUGH.getValue();
                    connector.setEncodedSolidusHandling(passThrough);
                    connector.setEncodedReverseSolidusHandling(passThrough);
                });
        factory.addContextCustomizers(
                context -> {
                    Host host = (Host) context.getParent();
                    if (host instanceof StandardHost standard) {
                        standard.setErrorReportValveClass(ProblemReportValve.class.getName());
                    }
                });
    }
}
