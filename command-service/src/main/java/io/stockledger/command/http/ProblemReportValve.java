package io.stockledger.command.http;

import io.stockledger.http.ProblemWriter;
import io.stockledger.http.Problems;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Tomcat's last word, as a problem instead of a page: for requests that never reach a servlet, such
 * as a malformed request line. Tomcat makes it by its class name, so it is public and has no
 * arguments.
 */
public final class ProblemReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            ProblemWriter.write(
                    request.getRequest(), response.getResponse(), Problems.ofStatus(status));
        } catch (IOException e) {
            container.getLogger().debug("The caller closed the connection before the answer", e);
        }
    }
}
