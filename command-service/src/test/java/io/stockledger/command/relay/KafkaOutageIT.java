package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.app.CommandServiceApplication;
import io.stockledger.command.testing.Calls;
import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.kafka.Tuning;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.Ports;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;

/** A service whose own broker is stopped, and comes back with or without its data. */
class KafkaOutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(20);

    @TempDir private Path folder;
    private final int port = Ports.free();
    private final int controllerPort = Ports.free();
    private KafkaBroker broker;
    private ServiceProcess service;
    private JdbcClient jdbc;
    private Calls calls;

    @BeforeEach
    void start() {
        broker = startBroker();
        TestDatabase database = TestStack.shared().newEventsDatabase();
        var settings = new HashMap<String, String>();
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.applicationUser());
        settings.put("spring.datasource.password", database.applicationPassword());
        settings.put("spring.flyway.user", database.ownerUser());
        settings.put("spring.flyway.password", database.ownerPassword());
        settings.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("stockledger.topic.partitions", "3");
        service = ServiceProcess.start(CommandServiceApplication.class, settings);
        service.awaitReady();
        calls = new Calls(service.url());
        var connections = new PGSimpleDataSource();
        connections.setUrl(database.jdbcUrl());
        connections.setUser(database.applicationUser());
        connections.setPassword(database.applicationPassword());
        jdbc = JdbcClient.create(connections);
        register("before");
        within().until(() -> published() == 1);
    }

    @AfterEach
    void close() {
        service.close();
        broker.close();
    }

    private KafkaBroker startBroker() {
        return KafkaBroker.start(
                KafkaBroker.Location.in(folder), port, controllerPort, Tuning.QUICK_START);
    }

    @Test
    void commands_go_on_while_kafka_is_down_and_the_log_says_so_in_a_few_lines() {
        int before = lines();
        broker.close();
        long begun = System.nanoTime();
        register("while-down");
        await().atMost(OUTAGE.plusSeconds(60))
                .until(() -> System.nanoTime() - begun > OUTAGE.toNanos());

        assertThat(lines() - before).as(service.log()).isLessThan(10);
        assertThat(service.log()).contains("this instance gives the lead back");

        broker = startBroker();
        within().until(() -> published() == 2);
        within().until(() -> service.log().contains("after a failure that lasted for"));
    }

    @Test
    void a_broker_that_comes_back_without_its_data_gets_every_event_again() throws IOException {
        broker.close();
        FileTree.delete(KafkaBroker.Location.in(folder).dataFolder());
        broker = startBroker();

        within().until(() -> service.log().contains("The whole event log is published again"));
        register("after-loss");
        within().until(() -> published() == 2);
        assertThat(jdbc.sql("SELECT topic_id FROM relay_checkpoint").query(String.class).single())
                .isNotEmpty();
    }

    private void register(String product) {
        assertThat(calls.register(product, 1).status()).isEqualTo(201);
    }

    /** The lines of the log, without those of stack traces. */
    private int lines() {
        return (int) service.log().lines().filter(line -> line.matches("\\d{4}-.*")).count();
    }

    private long published() {
        return jdbc.sql("SELECT published FROM relay_checkpoint").query(Long.class).single();
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofMinutes(2));
    }
}
