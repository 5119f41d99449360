package io.stockledger.query.alerts;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** Creates the controller here, where its class is visible. */
@Configuration(proxyBeanMethods = false)
public class LowStockHttp {

    @Bean
    LowStockController lowStockController(LowStockQueries queries, Clock clock) {
        return new LowStockController(queries, clock);
    }
}
