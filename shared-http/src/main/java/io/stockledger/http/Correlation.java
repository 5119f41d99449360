package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where a request belongs: what the caller sent in {@code X-Correlation-Id} (1 to 128 printable
 * ASCII characters; anything else is replaced by a fresh UUID), {@code X-Actor} (the same; anything
 * else is ignored) and W3C {@code traceparent} (ignored where it is malformed, as the specification
 * asks).
 */
public record Correlation(
        String correlationId, @Nullable String actor, @Nullable String traceparent) {

    public static final String CORRELATION_ID_HEADER = "X-Correlation-Id";
    public static final String ACTOR_HEADER = "X-Actor";
    public static final String TRACEPARENT_HEADER = "traceparent";

    private static final String ATTRIBUTE = Correlation.class.getName();
    private static final Pattern PRINTABLE =
            Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]{0,126}[\\x21-\\x7e])?");
    private static final Pattern TRACEPARENT =
            Pattern.compile(
                    "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    /** Reads the request's headers the first time and answers the same from then on. */
    public static Correlation of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Correlation known) {
            return known;
        }
        String correlationId = matching(request.getHeader(CORRELATION_ID_HEADER), PRINTABLE);
        Correlation correlation =
                new Correlation(
                        correlationId == null ? UUID.randomUUID().toString() : correlationId,
                        matching(request.getHeader(ACTOR_HEADER), PRINTABLE),
                        matching(request.getHeader(TRACEPARENT_HEADER), TRACEPARENT));
        request.setAttribute(ATTRIBUTE, correlation);
        return correlation;
    }

    private static @Nullable String matching(@Nullable String header, Pattern pattern) {
        return header != null && pattern.matcher(header).matches() ? header : null;
    }
}
