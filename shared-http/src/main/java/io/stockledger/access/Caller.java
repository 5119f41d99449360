package io.stockledger.access;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * The sender of a request with a valid token. Immutable.
 *
 * @param subject the {@code sub} of the token
 * @param until the instant at which the request may go on no longer: the end of the token; or the
 *     end of the tolerated clock skew if the token had ended when the request began
 */
public record Caller(String subject, Instant until) {

    private static final String ATTRIBUTE = Caller.class.getName();

    /** The caller of the request; null if security is off or the call is open to everybody. */
    public static @Nullable Caller of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : null;
    }

    /** The end of the request's permission; {@link Instant#MAX} if it has no caller. */
    public static Instant until(HttpServletRequest request) {
        Caller caller = of(request);
        return caller == null ? Instant.MAX : caller.until();
    }

    /**
     * The time for which the request may go on, in milliseconds.
     *
     * @param now the present time
     */
    public static long permittedMs(HttpServletRequest request, Instant now) {
        Caller caller = of(request);
        return caller == null
                ? Long.MAX_VALUE
                : Math.max(0, Duration.between(now, caller.until()).toMillis());
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
