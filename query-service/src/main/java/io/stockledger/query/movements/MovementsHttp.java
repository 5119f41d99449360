package io.stockledger.query.movements;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** Creates the controllers here, where their classes are visible. */
@Configuration(proxyBeanMethods = false)
public class MovementsHttp {

    @Bean
    MovementsController movementsController(MovementQueries queries, Clock clock) {
        return new MovementsController(queries, clock);
    }

    @Bean
    LevelsController levelsController(LevelQueries queries, Clock clock) {
        return new LevelsController(queries, clock);
    }
}
