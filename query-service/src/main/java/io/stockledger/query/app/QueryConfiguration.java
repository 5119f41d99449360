package io.stockledger.query.app;

import io.stockledger.query.http.QueryHttp;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import java.time.Clock;

/** The parts of the query service, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({QuerySettings.class, KafkaProperties.class})
@Import({
    DatabaseConfiguration.class,
    IntakeConfiguration.class,
    ProgressConfiguration.class,
    QueryHttp.class,
    ReadsConfiguration.class
})
public class QueryConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ReadModels readModels(QuerySettings settings) {
        return ReadModels.registered(settings.query().lowStockBelow());
    }
}
