package io.stockledger.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
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
 * The access to a service: checks the settings before anything else starts, and the token of every
 * request, unless {@code stockledger.security} is {@code off}. Each service adds its {@link
 * AccessRules}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClientLimits.class)
public class AccessConfiguration {

    /** Ends the start before a database is opened. */
    @Bean
    static BeanFactoryPostProcessor securityModeCheck(Environment environment) {
        return beans -> SecurityMode.of(environment);
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            Environment environment,
            OAuth2ResourceServerProperties settings,
            AccessRules rules,
            RateLimits rates,
            Clock clock) {
        http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        SecurityHeaders.configure(http);
        if (rates.all().stream().anyMatch(RateLimit::isSet)) {
            http.addFilterBefore(rates.new OfRefusals(), BearerTokenAuthenticationFilter.class)
                    .addFilterAfter(rates.new OfRequests(), AuthorizationFilter.class);
        }
        if (SecurityMode.of(environment) == SecurityMode.ON) {
            http.exceptionHandling(
                            failures ->
                                    failures.authenticationEntryPoint(
                                                    AccessProblems::unauthenticated)
                                            .accessDeniedHandler(AccessProblems::denied))
                    .authorizeHttpRequests(
                            requests -> requests.anyRequest().access(new RequestAccess(rules)))
                    .addFilterBefore(tokens(settings.getJwt(), clock), AuthorizationFilter.class)
                    .addFilterBefore(new CallerFilter(clock), AuthorizationFilter.class);
        }
        return http.build();
    }

    @Bean
    RateLimits rateLimits(AccessRules rules, ClientLimits limits, MeterRegistry registry) {
        var rates = new RateLimits(rules, limits);
        for (RateLimit limit : rates.all()) {
            FunctionCounter.builder("stockledger.http.rate.refusals", limit, RateLimit::refusals)
                    .tag("limit", limit.name())
                    .description("Requests that were refused because their client sent too many")
                    .register(registry);
        }
        return rates;
    }

    @Bean
    @ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
    HealthProbes healthProbes(HealthEndpoint health) {
        return new HealthProbes(health);
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
