package io.stockledger.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The access to a service: checks the settings before anything else starts, and the token of every
 * request, unless {@code stockledger.security} is {@code off}. Each service adds its {@link
 * AccessRules}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClientLimits.class)
@Import(TokenConfiguration.class)
public class AccessConfiguration {

    private static final int FILTERS_HEAP_BYTES = 16_384;

    /**
     * The memory that the filters of this package need for the stack of a request, in bytes; 0 with
     * security off.
     */
    public static int requestHeapBytes(Environment environment) {
        return SecurityMode.isOff(environment) ? 0 : FILTERS_HEAP_BYTES;
    }

    /** Whether security is off by its setting. */
    public static boolean isSecurityOff(Environment environment) {
        return SecurityMode.isOff(environment);
    }

    /** Ends the start before a database is opened. */
    @Bean
    static BeanFactoryPostProcessor securityModeCheck(Environment environment) {
        return beans -> SecurityMode.of(environment);
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

    /** The memory of the bodies of each client. */
    @Bean
    ClientBodies clientBodies(ClientLimits limits, MeterRegistry registry) {
        var bodies = new ClientBodies(limits.bodyBytesMax());
        bodies.countRefusals(registry);
        return bodies;
    }

    /** The connections of each address to the port of the service. */
    @Bean
    ClientSlots connectionSlots(ClientLimits limits, MeterRegistry registry) {
        return ClientSlots.of("connections", limits.connectionsMax(), registry);
    }

    /** With security off, the rates of the settings, if there are any. */
    @Bean
    FilterRegistrationBean<OncePerRequestFilter> rateFilter(
            RateLimits rates, Environment environment) {
        return withSecurityOff(rates.new RequestFilter(), rates.areSet(), environment);
    }

    /** With security off, the limit of the settings, if there is one. */
    @Bean
    FilterRegistrationBean<OncePerRequestFilter> clientBodyFilter(
            ClientBodies bodies, Environment environment) {
        return withSecurityOff(bodies.new LimitFilter(), bodies.areLimited(), environment);
    }

    private static FilterRegistrationBean<OncePerRequestFilter> withSecurityOff(
            OncePerRequestFilter filter, boolean isLimited, Environment environment) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(SecurityDefaults.FILTER_ORDER);
        registration.setEnabled(SecurityMode.isOff(environment) && isLimited);
        return registration;
    }

    @Bean
    @ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
    HealthProbes healthProbes(HealthEndpoint health) {
        return new HealthProbes(health);
    }
}
