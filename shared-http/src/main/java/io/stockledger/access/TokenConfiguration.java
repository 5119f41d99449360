package io.stockledger.access;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The check of tokens, and the limits of clients, with security on. With security off, Spring
 * Security is not configured at all (see {@link SecurityDefaults}): its filters need several
 * kilobytes of stack for each stream.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(TokenConfiguration.SecurityIsOn.class)
class TokenConfiguration {

    static final class SecurityIsOn implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !SecurityMode.isOff(context.getEnvironment());
        }
    }

    /**
     * Only the filters that these services need, in their order: the chain that Spring Security
     * builds by default has some for sessions, forms and anonymous users, which would cost a tenth
     * of the throughput.
     */
    @Bean
    SecurityFilterChain serviceFilters(FilterList filters) {
        return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, filters.common());
    }

    /** With the caller as the principal of the request, which the health endpoint asks for. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain actuatorFilters(FilterList filters) throws ServletException {
        var caller = new SecurityContextHolderAwareRequestFilter();
        caller.afterPropertiesSet();
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher("/actuator/**"),
                Stream.concat(filters.common().stream(), Stream.of(caller)).toList());
    }

    @Bean
    FilterList filterList(
            OAuth2ResourceServerProperties settings,
            AccessRules rules,
            RateLimits rates,
            ClientBodies bodies,
            Clock clock) {
        List<Filter> filters = new ArrayList<>();
        if (rates.areSet()) {
            filters.add(rates.new RefusalFilter());
        }
        filters.add(failures());
        filters.add(tokens(settings.getJwt(), clock));
        filters.add(new CallerFilter(clock));
        filters.add(new AuthorizationFilter(new RequestAccess(rules)));
        if (rates.areSet()) {
            filters.add(rates.new RequestFilter());
        }
        if (bodies.areLimited()) {
            filters.add(bodies.new LimitFilter());
        }
        return new FilterList(List.copyOf(filters));
    }

    record FilterList(List<Filter> common) {}

    private static Filter failures() {
        var filter =
                new ExceptionTranslationFilter(
                        AccessProblems::unauthenticated, new NullRequestCache());
        filter.setAccessDeniedHandler(AccessProblems::denied);
        return filter;
    }

    private static Filter tokens(OAuth2ResourceServerProperties.Jwt settings, Clock clock) {
        var checks = new TokenChecks(settings, clock);
        var provider = new JwtAuthenticationProvider(checks.decoder());
        provider.setJwtAuthenticationConverter(ScopeClaim.converter(settings));
        var converter = new BearerTokenAuthenticationConverter();
        converter.setBearerTokenResolver(new BearerToken());
        var filter =
                new BearerTokenAuthenticationFilter(
                        new KnownTokens(provider::authenticate, checks.times(), clock), converter);
        filter.setAuthenticationEntryPoint(AccessProblems::unauthenticated);
        filter.setAuthenticationFailureHandler(AccessProblems::unauthenticated);
        return filter;
    }

    /**
     * None. They would deepen the stack of every stream by several kilobytes, and the metrics of
     * requests count refusals too.
     */
    @Bean
    static SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Lets every request pass. The web servers refuse malformed paths themselves, ids may have
     * slashes, percent signs and semicolons in encoded form, and the rules read a path as the
     * controllers do.
     */
    @Bean
    HttpFirewall httpFirewall() {
        return new HttpFirewall() {
            @Override
            public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
                return new FirewalledRequest(request) {
                    @Override
                    public void reset() {
                        // Nothing was changed.
                    }
                };
            }

            @Override
            public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
                return response;
            }
        };
    }
}
