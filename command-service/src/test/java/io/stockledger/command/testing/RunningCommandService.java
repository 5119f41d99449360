package io.stockledger.command.testing;

import io.stockledger.command.app.CommandServiceApplication;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command service in this JVM on a free port, with its own database and topic. Tests share the
 * one of {@link #shared} and use different product ids; a test that disturbs its service starts its
 * own.
 */
public final class RunningCommandService implements AutoCloseable {

    private static @Nullable RunningCommandService shared;

    private final TestDatabase database;
    private final String topic;
    private final ConfigurableApplicationContext context;

    private RunningCommandService(
            TestDatabase database, String topic, @Nullable Clock clock, List<String> settings) {
        this.database = database;
        this.topic = topic;
        Map<String, String> all = settings(database, topic, settings);
        all.put("server.port", "0");
        this.context =
                new SpringApplicationBuilder(CommandServiceApplication.class)
                        // The hook would race with those that stop the database and the broker.
                        .registerShutdownHook(false)
                        .initializers(
                                starting -> {
                                    if (clock != null) {
                                        tickBy((GenericApplicationContext) starting, clock);
                                    }
                                })
                        .run(
                                all.entrySet().stream()
                                        .map(e -> "--" + e.getKey() + "=" + e.getValue())
                                        .toArray(String[]::new));
    }

    /** The settings of a service on the database, the topic and the shared broker. */
    private static Map<String, String> settings(
            TestDatabase database, String topic, List<String> further) {
        var settings = new HashMap<String, String>();
        settings.put("server.address", "127.0.0.1");
        settings.put("stockledger.security", "off");
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.applicationUser());
        settings.put("spring.datasource.password", database.applicationPassword());
        settings.put("spring.flyway.user", database.ownerUser());
        settings.put("spring.flyway.password", database.ownerPassword());
        settings.put("spring.kafka.bootstrap-servers", TestStack.shared().kafkaBootstrapServers());
        settings.put("stockledger.topic.name", topic);
        settings.put("stockledger.topic.partitions", "3");
        for (String setting : further) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return settings;
    }

    /** Starts a service on the database and the topic in a separate process. */
    public static ServiceProcess startProcess(TestDatabase database, String topic) {
        return ServiceProcess.start(
                CommandServiceApplication.class, settings(database, topic, List.of()));
    }

    private static void tickBy(GenericApplicationContext starting, Clock clock) {
        starting.registerBean("testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
    }

    /** The service that all tests share. */
    public static synchronized RunningCommandService shared() {
        RunningCommandService running = shared;
        if (running == null) {
            running = start();
            shared = running;
        }
        return running;
    }

    /**
     * Starts a service on a new database and topic.
     *
     * @param settings further settings as {@code name=value}
     */
    public static RunningCommandService start(String... settings) {
        TestStack stack = TestStack.shared();
        return new RunningCommandService(
                stack.newEventsDatabase(), stack.newTopicName(), null, List.of(settings));
    }

    /**
     * Starts a service on this database and topic.
     *
     * @param settings further settings as {@code name=value}, which replace those of the database
     *     and the broker
     */
    public static RunningCommandService startOn(
            TestDatabase database, String topic, String... settings) {
        return new RunningCommandService(database, topic, null, List.of(settings));
    }

    /** Starts a service that uses the clock, on a new database and topic. */
    public static RunningCommandService startWith(Clock clock, String... settings) {
        TestStack stack = TestStack.shared();
        return new RunningCommandService(
                stack.newEventsDatabase(), stack.newTopicName(), clock, List.of(settings));
    }

    /** Starts a second instance on the same database and topic. */
    public RunningCommandService startSibling(String... settings) {
        return new RunningCommandService(database, topic, null, List.of(settings));
    }

    public TestDatabase database() {
        return database;
    }

    public String topic() {
        return topic;
    }

    /** The URL, such as {@code http://127.0.0.1:41234}. */
    public String url() {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    /**
     * The event log through connections of its own. A test that terminates the connections of the
     * service reads the log here, since the pool of the service may still hold a terminated one.
     */
    public EventStore recordedLog() {
        return new PostgresEventStore(
                new DriverManagerDataSource(
                        database.jdbcUrl(),
                        database.applicationUser(),
                        database.applicationPassword()));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** All beans of the type. */
    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /** The bean of this name, if there are several of the type. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    @Override
    public void close() {
        context.close();
    }
}
