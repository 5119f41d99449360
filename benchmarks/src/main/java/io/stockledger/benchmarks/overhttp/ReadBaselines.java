package io.stockledger.benchmarks.overhttp;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import javax.sql.DataSource;

/**
 * The endpoints of the baselines of the query service. They run in the same web server as its
 * controllers, with the same filters and threads.
 */
@Configuration(proxyBeanMethods = false)
class ReadBaselines {

    static final String CONSTANT = "/v1/benchmarks/constant/";
    static final String SELECT = "/v1/benchmarks/select/";
    static final String SEARCH = "/v1/benchmarks/search";

    @Bean
    ReadBaselineController readBaselineController(JdbcClient jdbc) {
        return new ReadBaselineController(jdbc);
    }

    @Bean
    SearchBaselineController searchBaselineController(DataSource dataSource) {
        return new SearchBaselineController(dataSource);
    }
}
