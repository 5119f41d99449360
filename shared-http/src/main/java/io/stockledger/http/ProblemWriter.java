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
        problem.headers().forEach((name, value) -> set(request, response, name, value));
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** HTTP/2 has no header {@code Connection}. */
    private static void set(
            HttpServletRequest request, HttpServletResponse response, String name, String value) {
        if (!name.equals("Connection") || request.getProtocol().startsWith("HTTP/1")) {
            response.setHeader(name, value);
        }
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
