package io.stockledger.access;

import io.stockledger.access.AccessRules.Need;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.RequestPath;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.util.ServletRequestPathUtils;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Decides by the {@link AccessRules} whether a request is allowed. Thread-safe. */
final class RequestAccess implements AuthorizationManager<HttpServletRequest> {

    private static final String NEED = Need.class.getName();
    private static final AuthorizationResult ALLOWED = new AuthorizationDecision(true);
    private static final AuthorizationResult DENIED = new AuthorizationDecision(false);

    private final AccessRules rules;

    RequestAccess(AccessRules rules) {
        this.rules = rules;
    }

    /** The need of a request that was decided on. */
    static Need need(HttpServletRequest request) {
        return request.getAttribute(NEED) instanceof Need need ? need : new Need.Closed();
    }

    /** The need of a request, which may have been decided on. */
    static Need need(HttpServletRequest request, AccessRules rules) {
        if (request.getAttribute(NEED) instanceof Need known) {
            return known;
        }
        Need need = rules.of(request.getMethod(), path(request).pathWithinApplication());
        request.setAttribute(NEED, need);
        return need;
    }

    /** The path, which Spring Security may have parsed already. */
    private static RequestPath path(HttpServletRequest request) {
        return ServletRequestPathUtils.hasParsedRequestPath(request)
                ? ServletRequestPathUtils.getParsedRequestPath(request)
                : ServletRequestPathUtils.parse(request);
    }

    /**
     * Decides on the request.
     *
     * @throws AuthenticationException if the request needs a token and has none
     */
    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication,
            HttpServletRequest request) {
        return switch (need(request, rules)) {
            case Need.Nothing _ -> ALLOWED;
            case Need.ValidToken _ -> decision(authentication, _ -> true);
            case Need.Granted granted -> decision(authentication, has(granted.scope()));
            case Need.OtherMethod _, Need.Closed _ -> decision(authentication, _ -> false);
        };
    }

    private static AuthorizationResult decision(
            Supplier<? extends @Nullable Authentication> authentication,
            Predicate<Authentication> condition) {
        Authentication caller = Objects.requireNonNull(authentication.get());
        return condition.test(caller) ? ALLOWED : DENIED;
    }

    private static Predicate<Authentication> has(Scope scope) {
        return caller ->
                caller.getAuthorities().stream()
                        .anyMatch(granted -> scope.authority().equals(granted.getAuthority()));
    }
}
