package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductLoad;
import io.stockledger.command.testing.MigratedDatabase;
import io.stockledger.command.writer.CommandOutcome.Recorded;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

class UnreadableSnapshotIT {

    private static final MigratedDatabase DATABASE = new MigratedDatabase();
    private static final WriterLimits LIMITS =
            new WriterLimits(100, 50, 20, 4, 1_000, 1_000_000, 10_000, 10_000, 5);

    private final JdbcClient jdbc = JdbcClient.create(DATABASE.application());
    private final String product = "p/" + UUID.randomUUID();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE snapshots SET format = 99 WHERE aggregate_id = ?",
                "UPDATE snapshots SET state = '{\"name\": 7}' WHERE aggregate_id = ?",
                "UPDATE snapshots SET state = '[]' WHERE aggregate_id = ?",
                "UPDATE snapshots SET version = 1000 WHERE aggregate_id = ?"
            })
    void an_unreadable_snapshot_is_ignored_logged_and_replaced(String damage) throws Exception {
        CommandProcessor before = started();
        send(before, register(product));
        for (int i = 0; i < 5; i++) {
            send(before, receive(product, 1));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> snapshotVersion() == 5);
        before.stop();
        jdbc.sql(damage).param(product).update();

        var log = new ListAppender<ILoggingEvent>();
        Logger logger = (Logger) LoggerFactory.getLogger(ProductLoad.class);
        log.start();
        logger.addAppender(log);
        CommandProcessor after = started();
        try {
            assertThat(send(after, receive(product, 1)).events().getLast().sequenceNumber())
                    .isEqualTo(7);
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.startsWith("The snapshot of product '" + product + "'"));
            for (int i = 0; i < 3; i++) {
                send(after, receive(product, 1));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> snapshotVersion() == 10);
        } finally {
            after.stop();
            logger.detachAppender(log);
        }
    }

    private static CommandProcessor started() {
        var processor =
                new CommandProcessor(
                        new PostgresEventStore(DATABASE.application()),
                        new PostgresSnapshotStore(DATABASE.application()),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC(),
                        LIMITS);
        processor.start();
        return processor;
    }

    private static Recorded send(CommandProcessor processor, ProductCommand command)
            throws Exception {
        CommandOutcome outcome =
                processor.submit(CommandRequest.of(command)).get(60, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(Recorded.class);
        return (Recorded) outcome;
    }

    private long snapshotVersion() {
        return jdbc.sql("SELECT version FROM snapshots WHERE aggregate_id = ?")
                .param(product)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }
}
