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

    private final DefaultBearerTokenResolver resolver = new DefaultBearerTokenResolver();

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        Enumeration<String> headers = request.getHeaders(HEADER);
        if (!headers.hasMoreElements()) {
            return null;
        }
        headers.nextElement();
        if (headers.hasMoreElements()) {
            throw new OAuth2AuthenticationException(
                    BearerTokenErrors.invalidRequest("must be given once, as 'Bearer <token>'"));
        }
        return resolver.resolve(request);
    }
}
