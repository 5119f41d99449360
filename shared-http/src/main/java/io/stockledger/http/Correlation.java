package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The headers that relate a request to other requests and to its sender.
 *
 * @param correlationId {@code X-Correlation-Id}: 1 to 128 printable ASCII characters; a missing or
 *     malformed one is replaced by a random UUID
 * @param actor the subject of the token; without security {@code X-Actor}, of the same characters,
 *     or null if it is missing or malformed
 * @param traceparent W3C {@code traceparent}; null if it is missing or malformed, as the
 *     specification requires
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

    /** The same for every call with the same request. */
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
        correlation.attachTo(request);
        return correlation;
    }

    /** A copy with this actor. */
    public Correlation by(String actor) {
        return new Correlation(correlationId, actor, traceparent);
    }

    /** Takes the place of the request's correlation. */
    public void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    private static @Nullable String matching(@Nullable String header, Pattern pattern) {
        return header != null && pattern.matcher(header).matches() ? header : null;
    }
}
