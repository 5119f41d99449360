package io.stockledger.access;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;

import java.time.Clock;

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

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            OAuth2ResourceServerProperties settings,
            AccessRules rules,
            RateLimits rates,
            ClientBodies bodies,
            Clock clock) {
        http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        if (rates.areSet()) {
            http.addFilterBefore(rates.new RefusalFilter(), BearerTokenAuthenticationFilter.class)
                    .addFilterAfter(rates.new RequestFilter(), AuthorizationFilter.class);
        }
        if (bodies.areLimited()) {
            http.addFilterAfter(bodies.new LimitFilter(), AuthorizationFilter.class);
        }
        http.exceptionHandling(
                        failures ->
                                failures.authenticationEntryPoint(AccessProblems::unauthenticated)
                                        .accessDeniedHandler(AccessProblems::denied))
                .authorizeHttpRequests(
                        requests -> requests.anyRequest().access(new RequestAccess(rules)))
                .addFilterBefore(tokens(settings.getJwt(), clock), AuthorizationFilter.class)
                .addFilterBefore(new CallerFilter(clock), AuthorizationFilter.class);
        return http.build();
    }

    private static Filter tokens(OAuth2ResourceServerProperties.Jwt settings, Clock clock) {
        var checks = new TokenChecks(settings, clock);
        var provider =
                new JwtAuthenticationProvider(
                        new TokenDecoder(checks.decoder(), checks.times(), clock));
        provider.setJwtAuthenticationConverter(ScopeClaim.converter(settings));
        var converter = new BearerTokenAuthenticationConverter();
        converter.setBearerTokenResolver(new BearerToken());
        var filter = new BearerTokenAuthenticationFilter(new ProviderManager(provider), converter);
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
