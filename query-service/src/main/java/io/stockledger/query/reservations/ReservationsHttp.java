package io.stockledger.query.reservations;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** Creates the controller here, where its class is visible. */
@Configuration(proxyBeanMethods = false)
public class ReservationsHttp {

    @Bean
    ReservationsController reservationsController(ReservationQueries queries, Clock clock) {
        return new ReservationsController(queries, clock);
    }
}
