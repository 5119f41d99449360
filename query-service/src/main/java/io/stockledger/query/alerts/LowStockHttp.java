package io.stockledger.query.alerts;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the controller here, where its class is visible. */
@Configuration(proxyBeanMethods = false)
public class LowStockHttp {

    @Bean
    LowStockController lowStockController(LowStockQueries queries) {
        return new LowStockController(queries);
    }
}
