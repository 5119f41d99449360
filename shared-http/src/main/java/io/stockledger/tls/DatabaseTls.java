package io.stockledger.tls;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

import java.util.Map;

/**
 * TLS of the connections to Postgres. Its settings are parameters of the JDBC URL, from which all
 * connections are made: those of each pool, of the migrations and of the listeners.
 */
public final class DatabaseTls {

    private static final String OF_ONE_POOL = "spring.datasource.hikari.data-source-properties";

    private DatabaseTls() {}

    /**
     * Refuses settings of TLS that would apply to one pool and leave all other connections without
     * TLS.
     *
     * @throws InvalidConfigurationPropertyValueException if there is such a setting
     */
    public static void check(Environment environment) {
        Map<String, String> properties =
                Binder.get(environment)
                        .bind(OF_ONE_POOL, Bindable.mapOf(String.class, String.class))
                        .orElse(Map.of());
        for (String property : properties.keySet()) {
            if (property.startsWith("ssl")) {
                throw new InvalidConfigurationPropertyValueException(
                        OF_ONE_POOL + "." + property,
                        properties.get(property),
                        "It would apply to one of the pools only. Write it as a parameter of"
                                + " SPRING_DATASOURCE_URL");
            }
        }
    }
}
