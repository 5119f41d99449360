package io.stockledger.query.progress;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/**
 * Sets the headers that give the freshness of every answer. They are set before the view is read,
 * so an answer is never older than they say.
 */
public final class FreshnessFilter extends OncePerRequestFilter {

    public static final String POSITION_HEADER = "Stock-Position";
    public static final String LAG_HEADER = "Stock-Lag-Ms";

    private final ProgressWatch watch;

    public FreshnessFilter(ProgressWatch watch) {
        this.watch = watch;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(POSITION_HEADER, Long.toString(watch.position()));
        response.setHeader(LAG_HEADER, Long.toString(watch.lagMs()));
        chain.doFilter(request, response);
    }
}
