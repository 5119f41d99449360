package io.stockledger.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/**
 * Refuses a path with a semicolon. The text from the semicolon to the end of the segment would be a
 * parameter of the segment, which Spring removes, so that {@code o-1;quantity=2} would mean {@code
 * o-1}. A percent-encoded semicolon is part of an id.
 */
final class PathParameterFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getRequestURI().indexOf(';') >= 0) {
            ProblemWriter.write(
                    request,
                    response,
                    Problems.malformedRequest(
                            "path", "must not have parameters; write ';' as %3B in an id"));
        } else {
            chain.doFilter(request, response);
        }
    }
}
