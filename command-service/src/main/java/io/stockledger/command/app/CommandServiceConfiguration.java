package io.stockledger.command.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.access.AccessConfiguration;
import io.stockledger.clock.SteadyClock;
import io.stockledger.command.http.CommandHttp;
import io.stockledger.command.http.RequestLimits;
import io.stockledger.command.http.bulk.BulkHttp;
import io.stockledger.command.metrics.CommandMetrics;
import io.stockledger.http.HttpLimits;
import io.stockledger.sandbox.SandboxConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import java.time.Clock;

/** All parts of the command service. Each imported class makes the parts of one concern. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CommandServiceSettings.class)
@Import({
    EventStoreConfiguration.class,
    WriterConfiguration.class,
    RelayConfiguration.class,
    CommandHttp.class,
    BulkHttp.class,
    SandboxConfiguration.class
})
class CommandServiceConfiguration {

    /**
     * The part of the heap for each connection, in bytes. A request that Tomcat processes has 88
     * KiB of buffers and stack, an idle connection has 14 KiB.
     */
    private static final int CONNECTION_HEAP_BYTES = 131_072;

    /** Added to the timeouts of the writer loop; a request waits no longer than the sum. */
    private static final long ANSWER_MARGIN_MS = 5_000;

    @Bean
    Clock clock() {
        return SteadyClock.system();
    }

    @Bean
    HttpLimits httpLimits(CommandServiceSettings settings, Environment environment) {
        int connectionHeapBytes =
                CONNECTION_HEAP_BYTES + AccessConfiguration.requestHeapBytes(environment);
        return settings.http().of(Runtime.getRuntime().maxMemory(), connectionHeapBytes);
    }

    @Bean
    CommandMetrics commandMetrics(
            MeterRegistry registry,
            @Value("${spring.application.name}") String application,
            ObjectProvider<BuildProperties> build) {
        var metrics = new CommandMetrics(registry);
        metrics.build(
                application,
                build.stream().map(BuildProperties::getVersion).findFirst().orElse("unknown"));
        return metrics;
    }

    @Bean
    RequestLimits requestLimits(CommandServiceSettings settings) {
        return new RequestLimits(
                settings.requests().bodyBytesMax(),
                settings.requests().orderBodyBytesMax(),
                settings.writer().commandTimeoutMs()
                        + settings.writer().outcomeTimeoutMs()
                        + ANSWER_MARGIN_MS);
    }
}
