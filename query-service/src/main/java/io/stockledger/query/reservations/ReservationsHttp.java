package io.stockledger.query.reservations;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the controller here, where its class is visible. */
@Configuration(proxyBeanMethods = false)
public class ReservationsHttp {

    @Bean
    ReservationsController reservationsController(ReservationQueries queries) {
        return new ReservationsController(queries);
    }
}
