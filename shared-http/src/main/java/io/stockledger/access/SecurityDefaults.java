package io.stockledger.access;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Defaults of the settings of access. With security on, the actuator has a port of its own, {@value
 * #PORT_DISTANCE} above that of the service and on its address, and the details of the health are
 * for callers with {@code inventory:admin}, and each client has limits. Every setting takes
 * precedence.
 */
public final class SecurityDefaults implements EnvironmentPostProcessor, Ordered {

    static final int PORT_DISTANCE = 1_000;

    /** Before all filters that refuse a request, and after the one that gives it its id. */
    static final int FILTER_ORDER = HIGHEST_PRECEDENCE + 2;

    private static final String MANAGEMENT_PORT = "management.server.port";

    private static final String SPRING_SECURITY =
            Stream.of(
                            SecurityAutoConfiguration.class,
                            ServletWebSecurityAutoConfiguration.class,
                            SecurityFilterAutoConfiguration.class,
                            ManagementWebSecurityAutoConfiguration.class,
                            OAuth2ResourceServerAutoConfiguration.class,
                            OAuth2ResourceServerWebSecurityAutoConfiguration.class)
                    .map(Class::getName)
                    .collect(Collectors.joining(","));

    private static final String SIGNATURES =
            "RS256,RS384,RS512,PS256,PS384,PS512,ES256,ES384,ES512";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("spring.security.filter.order", FILTER_ORDER);
        // The filters do not keep the caller for a second dispatch of the same request.
        defaults.put("spring.security.filter.dispatcher-types", "request");
        defaults.put(SecurityMode.AUDIENCES, "stockledger");
        defaults.put(SecurityMode.SIGNATURES, SIGNATURES);
        if (SecurityMode.isOff(environment)) {
            defaults.put("spring.autoconfigure.exclude", SPRING_SECURITY);
        } else {
            separateActuator(environment, defaults);
            defaults.put("stockledger.clients.commands-per-second", 5_000);
            defaults.put("stockledger.clients.reads-per-second", 10_000);
            defaults.put("stockledger.clients.costly-reads-per-second", 100);
            defaults.put("stockledger.clients.refusals-per-second", 50);
            defaults.put("stockledger.clients.streams-max", 100);
            defaults.put("stockledger.clients.waits-max", 1_000);
            defaults.put("stockledger.clients.bulk-requests-max", 8);
            defaults.put("stockledger.clients.connections-max", 1_000);
            defaults.put("stockledger.clients.body-bytes-max", 32 << 20);
            defaults.put("management.endpoint.health.show-details", "when-authorized");
            defaults.put("management.endpoint.health.roles", Scope.ADMIN.authority());
        }
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("defaults of access", defaults));
    }

    private static void separateActuator(
            ConfigurableEnvironment environment, Map<String, Object> defaults) {
        int port = environment.getProperty("server.port", Integer.class, 8080);
        defaults.put(MANAGEMENT_PORT, port == 0 ? 0 : port + PORT_DISTANCE);
        boolean samePort =
                port != 0 && port == environment.getProperty(MANAGEMENT_PORT, Integer.class, 0);
        String address = environment.getProperty("server.address", "");
        // An address of its own needs a port of its own.
        if (!samePort && !address.isEmpty()) {
            defaults.put("management.server.address", address);
        }
    }

    /** After the configuration files are read. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
