package io.stockledger.command.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.ReceiptRetention;
import io.stockledger.command.eventstore.SnapshotStore;
import io.stockledger.command.expiry.ExpirySweep;
import io.stockledger.command.expiry.Housekeeping;
import io.stockledger.command.expiry.ReservationDeadlines;
import io.stockledger.command.writer.CommandProcessor;
import io.stockledger.command.writer.DryRuns;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;

/** The writer loop, dry runs, and the sweep of expired reservations, which sends it commands. */
@Configuration(proxyBeanMethods = false)
class WriterConfiguration {

    /** The number of deadlines in one pass of the sweep. */
    private static final int SWEEP_DEADLINES_MAX = 1_000;

    @Bean
    CommandProcessor commandProcessor(
            EventStore events,
            SnapshotStore snapshots,
            MeterRegistry registry,
            Clock clock,
            CommandServiceSettings settings) {
        return new CommandProcessor(events, snapshots, registry, clock, settings.writer());
    }

    @Bean
    DryRuns dryRuns(
            EventStore events,
            ProductRepository products,
            Clock clock,
            CommandServiceSettings settings) {
        return new DryRuns(events, products, clock, settings.writer().commandTimeoutMs());
    }

    @Bean
    ExpirySweep expirySweep(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            CommandProcessor processor,
            Clock clock) {
        return new ExpirySweep(
                new ReservationDeadlines(jdbc),
                new TransactionTemplate(transactions),
                processor,
                clock,
                SWEEP_DEADLINES_MAX);
    }

    @Bean
    Housekeeping housekeeping(
            ExpirySweep sweep, ReceiptRetention retention, CommandServiceSettings settings) {
        return new Housekeeping(sweep, retention, settings.housekeeping().expirySweepMs());
    }
}
