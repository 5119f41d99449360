package io.stockledger.command.http;

import io.stockledger.http.AllowedMethods;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemWriter;
import io.stockledger.http.Problems;

import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Answers with a problem instead of Tomcat's error page if a request does not reach a servlet, such
 * as a malformed request line.
 */
final class TomcatErrorValve extends ErrorReportValve {

    private final AllowedMethods allowedMethods;

    TomcatErrorValve(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        DryRun.mark(request.getRequest(), response.getResponse());
        try {
            ProblemWriter.write(
                    request.getRequest(), response.getResponse(), problem(request, status));
        } catch (IOException e) {
            container.getLogger().debug("The caller closed the connection before the answer", e);
        }
    }

    /** Tomcat itself answers CONNECT with 501, for any target. */
    private Problem problem(Request request, int status) {
        return status == HttpServletResponse.SC_NOT_IMPLEMENTED
                        && "CONNECT".equals(request.getMethod())
                ? allowedMethods.refusal("CONNECT", String.valueOf(request.getRequestURI()))
                : Problems.ofStatus(status);
    }
}
