package io.stockledger.query.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.access.AccessConfiguration;
import io.stockledger.clock.SteadyClock;
import io.stockledger.http.HttpLimits;
import io.stockledger.query.console.ConsoleConfiguration;
import io.stockledger.query.console.ConsoleSettings;
import io.stockledger.query.http.QueryHttp;
import io.stockledger.query.metrics.QueryMetrics;
import io.stockledger.sandbox.SandboxConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import java.time.Clock;

/** All parts of the query service. Each imported class makes the parts of one concern. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({QueryServiceSettings.class, KafkaProperties.class})
@Import({
    ConsoleConfiguration.class,
    DatabaseConfiguration.class,
    IntakeConfiguration.class,
    ProgressConfiguration.class,
    QueryHttp.class,
    ReadsConfiguration.class,
    VerificationConfiguration.class,
    SandboxConfiguration.class
})
class QueryServiceConfiguration {

    /**
     * The part of the heap for each connection, in bytes. A request that Jetty processes has 32 KiB
     * of buffers and stack, an idle connection has 5 KiB.
     */
    private static final int CONNECTION_HEAP_BYTES = 49_152;

    @Bean
    Clock clock() {
        return SteadyClock.system();
    }

    @Bean
    HttpLimits httpLimits(QueryServiceSettings settings, Environment environment) {
        int connectionHeapBytes =
                CONNECTION_HEAP_BYTES + AccessConfiguration.requestHeapBytes(environment);
        return settings.http().of(Runtime.getRuntime().maxMemory(), connectionHeapBytes);
    }

    @Bean
    ConsoleSettings consoleSettings(QueryServiceSettings settings) {
        return settings.console();
    }

    @Bean
    QueryMetrics queryMetrics(
            MeterRegistry registry,
            @Value("${spring.application.name}") String application,
            ObjectProvider<BuildProperties> build) {
        var metrics = new QueryMetrics(registry);
        metrics.build(
                application,
                build.stream().map(BuildProperties::getVersion).findFirst().orElse("unknown"));
        return metrics;
    }

    @Bean
    ReadModels readModels(QueryServiceSettings settings) {
        return ReadModels.registered(settings.query().lowStockBelow());
    }
}
