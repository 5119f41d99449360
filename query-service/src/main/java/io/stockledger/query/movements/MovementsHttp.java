package io.stockledger.query.movements;

import io.stockledger.query.exports.Exports;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;

/** Creates the controllers here, where their classes are visible. */
@Configuration(proxyBeanMethods = false)
public class MovementsHttp {

    @Bean
    MovementExport movementExport(Exports exports, JsonMapper mapper, Clock clock) {
        return new MovementExport(exports, mapper, clock);
    }

    @Bean
    MovementsController movementsController(
            MovementQueries queries, MovementExport export, Clock clock) {
        return new MovementsController(queries, export, clock);
    }

    @Bean
    AllMovementsController allMovementsController(
            MovementPages pages, MovementExport export, Clock clock) {
        return new AllMovementsController(pages, export, clock);
    }

    @Bean
    LevelsController levelsController(LevelQueries queries, Clock clock) {
        return new LevelsController(queries, clock);
    }

    @Bean
    CurveController curveController(CurveQueries queries, Clock clock) {
        return new CurveController(queries, clock);
    }
}
