package io.stockledger.query.app;

import io.stockledger.query.metrics.QueryMetrics;
import io.stockledger.query.progress.RepeatedPass;
import io.stockledger.query.verification.VerificationHealth;
import io.stockledger.query.verification.ViewVerification;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

import javax.sql.DataSource;

/** The verification of the read models in the background. */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

    @Bean
    ViewVerification viewVerification(
            @Qualifier(DatabaseConfiguration.REBUILD) DataSource dataSource,
            QueryServiceSettings settings,
            QueryMetrics metrics,
            Clock clock) {
        var verification =
                new ViewVerification(
                        dataSource,
                        settings.verification().productsMax(),
                        settings.verification().eventsMax(),
                        clock);
        metrics.verification(
                () -> verification.status().verifiedProducts(),
                () -> verification.status().differences());
        return verification;
    }

    @Bean
    RepeatedPass verificationPass(ViewVerification verification, QueryServiceSettings settings) {
        return new RepeatedPass(
                "verification", verification::verifyOnce, settings.verification().pauseMs());
    }

    /** The health endpoint derives the name {@code verification} from the name of the bean. */
    @Bean
    VerificationHealth verificationHealthIndicator(ViewVerification verification) {
        return new VerificationHealth(verification);
    }
}
