package io.stockledger.command.testing;

import io.stockledger.command.app.CommandServiceApplication;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

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
        List<String> arguments = arguments(database, topic, settings);
        arguments.add("--server.port=0");
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
                        .run(arguments.toArray(String[]::new));
    }

    /** The arguments of a service on the database and the topic, in this JVM or as a process. */
    static List<String> arguments(TestDatabase database, String topic, List<String> settings) {
        var arguments = new ArrayList<String>();
        arguments.add("--server.address=127.0.0.1");
        arguments.add("--spring.datasource.url=" + database.jdbcUrl());
        arguments.add("--spring.datasource.username=" + database.applicationUser());
        arguments.add("--spring.datasource.password=" + database.applicationPassword());
        arguments.add("--spring.flyway.user=" + database.ownerUser());
        arguments.add("--spring.flyway.password=" + database.ownerPassword());
        arguments.add(
                "--spring.kafka.bootstrap-servers=" + TestStack.shared().kafkaBootstrapServers());
        arguments.add("--stockledger.topic.name=" + topic);
        arguments.add("--stockledger.topic.partitions=3");
        settings.forEach(setting -> arguments.add("--" + setting));
        return arguments;
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

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
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
