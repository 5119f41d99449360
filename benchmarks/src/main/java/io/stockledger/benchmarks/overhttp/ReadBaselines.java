package io.stockledger.benchmarks.overhttp;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The endpoints of the two baselines of the query service. They run in the same web server as its
 * controllers, with the same filters and threads.
 */
@Configuration(proxyBeanMethods = false)
class ReadBaselines {

    static final String CONSTANT = "/v1/benchmarks/constant/";
    static final String SELECT = "/v1/benchmarks/select/";

    @Bean
    ReadBaselineController readBaselineController(JdbcClient jdbc) {
        return new ReadBaselineController(jdbc);
    }
}
