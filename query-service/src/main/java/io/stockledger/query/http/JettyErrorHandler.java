package io.stockledger.query.http;

import io.stockledger.http.Problem;
import io.stockledger.http.ProblemWriter;
import io.stockledger.http.Problems;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Answers with a problem instead of Jetty's error page if a request does not reach a servlet, such
 * as a malformed request line.
 */
final class JettyErrorHandler extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        Problem problem = Problems.ofStatus(code);
        byte[] body = ProblemWriter.bytes(problem, request.getHttpURI().getPath());
        response.setStatus(problem.status());
        problem.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemWriter.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
