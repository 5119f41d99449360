package io.stockledger.access;

import io.stockledger.http.Correlation;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/**
 * Attaches the caller to a request that is allowed. Its subject is the actor of the events that the
 * request causes; the header {@code X-Actor} has no effect then.
 */
final class CallerFilter extends OncePerRequestFilter {

    private final Clock clock;

    CallerFilter(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication()
                instanceof JwtAuthenticationToken authentication) {
            Jwt jwt = authentication.getToken();
            String subject = Objects.requireNonNull(jwt.getSubject());
            new Caller(subject, until(Objects.requireNonNull(jwt.getExpiresAt())))
                    .attachTo(request);
            Correlation.of(request).by(subject).attachTo(request);
        }
        chain.doFilter(request, response);
    }

    private Instant until(Instant end) {
        return clock.instant().isBefore(end) ? end : end.plus(TokenChecks.SKEW_MAX);
    }
}
