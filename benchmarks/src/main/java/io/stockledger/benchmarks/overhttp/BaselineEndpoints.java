package io.stockledger.benchmarks.overhttp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.baseline.LoadFoldAppend;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoints of the two baselines of the command service. They run in the same web server as its
 * controllers, with the same filters and threads.
 */
@Configuration(proxyBeanMethods = false)
class BaselineEndpoints {

    static final String CONSTANT = "/benchmarks/constant";
    static final String CONSTANT_BULK = CONSTANT + "/bulk";
    static final String LOAD_FOLD_APPEND = "/benchmarks/load-fold-append";

    static final String NDJSON = "application/x-ndjson";

    /** The number of lines of a bulk request. */
    static final int BULK_LINES = 1_000;

    @Bean
    ConstantController constantController() {
        return new ConstantController();
    }

    /** The pool of the controller is not a bean, because the service would use it as its own. */
    @Bean
    LoadFoldAppendController loadFoldAppendController(
            JdbcConnectionDetails database,
            @Value("${spring.flyway.user}") String owner,
            @Value("${spring.flyway.password}") String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.getJdbcUrl());
        config.setUsername(owner);
        config.setPassword(password);
        config.setMaximumPoolSize(LoadFoldAppend.CONNECTIONS);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        return new LoadFoldAppendController(new LoadFoldAppend(new HikariDataSource(config)));
    }
}
