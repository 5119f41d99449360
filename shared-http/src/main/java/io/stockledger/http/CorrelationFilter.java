package io.stockledger.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/**
 * Adds the correlation id of a request to its answer, and to the log lines that its thread writes.
 * It also adds the headers of {@link SecurityHeaders}: a filter of their own would deepen the stack
 * of every stream.
 */
final class CorrelationFilter extends OncePerRequestFilter {

    private static final String LOG_KEY = "correlationId";

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String correlationId = Correlation.of(request).correlationId();
        response.setHeader(Correlation.CORRELATION_ID_HEADER, correlationId);
        SecurityHeaders.write(request, response);
        try (var _ = MDC.putCloseable(LOG_KEY, correlationId)) {
            chain.doFilter(request, response);
        }
    }
}
