package io.stockledger.command.http.bulk;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.access.ClientLimits;
import io.stockledger.access.ClientSlots;
import io.stockledger.command.http.CommandExchange;
import io.stockledger.command.http.RequestLimits;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** Makes the controller of bulk requests, which only this package sees. */
@Configuration(proxyBeanMethods = false)
public class BulkHttp {

    @Bean
    BulkController bulkController(
            CommandExchange exchange,
            RequestLimits limits,
            ClientLimits clients,
            MeterRegistry registry,
            Clock clock) {
        return new BulkController(
                exchange,
                limits,
                ClientSlots.of("bulk-requests", clients.bulkRequestsMax(), registry),
                clock);
    }
}
