package io.stockledger.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Set;

/** Refuses TRACE and CONNECT before the servlet answers them itself. */
final class MethodFilter extends OncePerRequestFilter {

    private static final Set<String> REFUSED = Set.of("TRACE", "CONNECT");

    private final AllowedMethods allowedMethods;

    MethodFilter(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (REFUSED.contains(request.getMethod())) {
            ProblemWriter.write(
                    request,
                    response,
                    allowedMethods.refusal(request.getMethod(), request.getRequestURI()));
        } else {
            chain.doFilter(request, response);
        }
    }
}
