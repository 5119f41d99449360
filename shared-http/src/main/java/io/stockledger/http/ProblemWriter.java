package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/** Writes a problem to a response. Thread-safe. */
public final class ProblemWriter {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ProblemWriter() {}

    /** Answers with the problem; does nothing if the response is already committed. */
    public static void write(
            HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = bytes(problem, request.getRequestURI());
        response.resetBuffer();
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /**
     * The problem as JSON.
     *
     * @param path the path of the request
     */
    public static byte[] bytes(Problem problem, String path) {
        return MAPPER.writeValueAsBytes(problem.body(path));
    }
}
