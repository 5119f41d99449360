package io.stockledger.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.List;

/** Refuses TRACE and CONNECT, which a servlet would answer itself. */
final class MethodFilter extends OncePerRequestFilter {

    private final AllowedMethods allowedMethods;

    MethodFilter(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (request.getMethod()) {
            case "TRACE" ->
                    ProblemWriter.write(
                            request,
                            response,
                            allowedMethods.refusal("TRACE", request.getRequestURI()));
            case "CONNECT" ->
                    // The target is a host and a port, and what follows may not be HTTP.
                    ProblemWriter.write(
                            request,
                            response,
                            Problems.methodNotAllowed("CONNECT", List.of())
                                    .withHeader("Connection", "close"));
            default -> chain.doFilter(request, response);
        }
    }
}
