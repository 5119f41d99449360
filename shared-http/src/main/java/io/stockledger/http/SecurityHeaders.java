package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The headers that tell a browser to run nothing of an answer, to embed it nowhere and, over TLS,
 * to use only TLS from now on. The page of the API description runs its own scripts.
 */
final class SecurityHeaders {

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private static final String OWN_PAGE =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void write(HttpServletRequest request, HttpServletResponse response) {
        boolean page = request.getRequestURI().startsWith("/swagger-ui");
        response.setHeader("Content-Security-Policy", page ? OWN_PAGE : NOTHING);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
