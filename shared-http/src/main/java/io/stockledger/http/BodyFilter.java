package io.stockledger.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.time.Duration;

/**
 * Limits the bodies of all requests: the time in which they arrive and the memory that they use.
 *
 * <p>If a request is answered before its body is read to the end, the rest is discarded, so that
 * the caller can read the answer and use the connection again. A caller that sends more than {@link
 * #DISCARDED_BYTES_MAX} or takes longer than {@link #DISCARD_MAX} loses the connection.
 */
final class BodyFilter extends OncePerRequestFilter {

    private static final int DISCARDED_BYTES_MAX = 2_097_152;
    private static final Duration DISCARD_MAX = Duration.ofSeconds(2);

    /** Discarded bytes of all requests; nobody reads it. */
    private static final byte[] DISCARDED = new byte[8_192];

    private final BodyBudget budget;
    private final Duration timeout;
    private final ReadTimeouts readTimeouts;

    BodyFilter(BodyBudget budget, Duration timeout, ReadTimeouts readTimeouts) {
        this.budget = budget;
        this.timeout = timeout;
        this.readTimeouts = readTimeouts;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var body = new IncomingBody(budget, timeout);
        body.attachTo(request);
        if (!mayHaveBody(request)) {
            passOn(request, response, chain, body);
            return;
        }
        var limited = new LimitedRequest(request, body);
        passOn(limited, response, chain, body);
        if (!request.isAsyncStarted() && !isShared(request)) {
            limited.end(response.isCommitted());
        }
    }

    private static void passOn(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            IncomingBody body)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } finally {
            body.releaseAll();
        }
    }

    private static boolean mayHaveBody(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        return announced > 0
                || (announced < 0
                        && (request.getHeader("Transfer-Encoding") != null || isShared(request)));
    }

    /** Whether the connection has other requests, which HTTP/2 ends one by one. */
    private static boolean isShared(HttpServletRequest request) {
        return !request.getProtocol().startsWith("HTTP/1");
    }

    private final class LimitedRequest extends HttpServletRequestWrapper {

        private final HttpServletRequest request;
        private final IncomingBody body;
        private @Nullable TimedBodyStream stream;

        LimitedRequest(HttpServletRequest request, IncomingBody body) {
            super(request);
            this.request = request;
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return stream();
        }

        private TimedBodyStream stream() throws IOException {
            TimedBodyStream opened = stream;
            if (opened == null) {
                opened =
                        new TimedBodyStream(
                                request.getInputStream(),
                                body,
                                milliseconds -> readTimeouts.set(request, milliseconds),
                                request.getContentLengthLong());
                stream = opened;
            }
            return opened;
        }

        /**
         * Ends the reading.
         *
         * @param answered whether the caller has the answer, and the rest may be discarded
         */
        private void end(boolean answered) {
            // Such a caller sends its body only if the request is accepted.
            boolean awaitsContinue = stream == null && request.getHeader("Expect") != null;
            try {
                TimedBodyStream rest = stream();
                if (answered && !awaitsContinue) {
                    rest.discard(DISCARDED, DISCARDED_BYTES_MAX, DISCARD_MAX);
                }
                if (rest.hasEnded()) {
                    rest.resetReadTimeout();
                } else {
                    readTimeouts.abandon(request);
                }
            } catch (IOException e) {
                readTimeouts.abandon(request);
                logger.debug("The rest of a body did not arrive; its connection is closed", e);
            }
        }
    }
}
