package io.stockledger.access;

import io.stockledger.access.AccessRules.Need;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.util.ServletRequestPathUtils;

import java.util.function.Supplier;

/** Decides by the {@link AccessRules} whether a request is allowed. Thread-safe. */
final class RequestAccess implements AuthorizationManager<RequestAuthorizationContext> {

    private static final String NEED = Need.class.getName();

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
        Need need =
                rules.of(
                        request.getMethod(),
                        ServletRequestPathUtils.parse(request).pathWithinApplication());
        request.setAttribute(NEED, need);
        return need;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication,
            RequestAuthorizationContext context) {
        Need need = need(context.getRequest(), rules);
        return new AuthorizationDecision(
                switch (need) {
                    case Need.Nothing _ -> true;
                    case Need.ValidToken _ -> isCaller(authentication.get());
                    case Need.Granted granted -> has(granted.scope(), authentication.get());
                    case Need.OtherMethod _, Need.Closed _ -> false;
                });
    }

    private static boolean isCaller(@Nullable Authentication authentication) {
        return authentication != null
                && authentication.isAuthenticated()
                && !(authentication instanceof AnonymousAuthenticationToken);
    }

    private static boolean has(Scope scope, @Nullable Authentication authentication) {
        return authentication != null
                && isCaller(authentication)
                && authentication.getAuthorities().stream()
                        .anyMatch(granted -> scope.authority().equals(granted.getAuthority()));
    }
}
