package io.stockledger.access;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

import java.util.Enumeration;

/**
 * The token in the header {@code Authorization} of a request. A token in the query or in a form is
 * never accepted. Thread-safe.
 */
final class BearerToken implements BearerTokenResolver {

    private static final String HEADER = "Authorization";
    private static final String SCHEME = "Bearer ";

    private final DefaultBearerTokenResolver resolver = new DefaultBearerTokenResolver();

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        Enumeration<String> headers = request.getHeaders(HEADER);
        if (!headers.hasMoreElements()) {
            return null;
        }
        String header = headers.nextElement();
        if (headers.hasMoreElements()) {
            throw new OAuth2AuthenticationException(
                    BearerTokenErrors.invalidRequest("must be given once, as 'Bearer <token>'"));
        }
        return isPlain(header) ? header.substring(SCHEME.length()) : resolver.resolve(request);
    }

    /** Whether the header is well-formed; for tokens, the pattern of Spring Security is slow. */
    private static boolean isPlain(String header) {
        if (!header.startsWith(SCHEME) || header.length() == SCHEME.length()) {
            return false;
        }
        for (int i = SCHEME.length(); i < header.length(); i++) {
            if (!isOfToken(header.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfToken(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
