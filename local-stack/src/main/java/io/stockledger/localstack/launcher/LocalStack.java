package io.stockledger.localstack.launcher;

import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.kafka.Tuning;
import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.LeftoverProcesses;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.StackFailure;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Postgres, Kafka and the services on one data folder. One thread starts the stack; another thread
 * may stop it at any time, even during the start. Once all services are ready, each process that
 * ends is started again on its ports and its data.
 */
final class LocalStack {

    private static final Duration RESTART_PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration RESTART_PAUSE_MAX = Duration.ofSeconds(30);
    private static final Duration RESTART_CHECK = Duration.ofSeconds(1);

    private final StackFolder folder;
    private final Path project;
    private final LaunchMode mode;
    private final Progress progress;

    private final ProcessSupervisor supervisor;
    private final Map<String, RunningService> services = new LinkedHashMap<>();
    private final Map<Service.Kind, ServiceProgram> programs = new ConcurrentHashMap<>();
    private @Nullable PostgresServer postgres;
    private @Nullable KafkaBroker kafka;
    private boolean ready;
    private boolean stopping;

    /** A stack that has not been started. */
    LocalStack(StackFolder folder, Path project, LaunchMode mode, Progress progress) {
        this.folder = folder;
        this.mode = mode;
        this.project = project;
        this.progress = progress;
        this.supervisor =
                new ProcessSupervisor(
                        progress, () -> new RestartBackoff(RESTART_PAUSE_MIN, RESTART_PAUSE_MAX));
    }

    /**
     * Starts everything and waits until all services are ready.
     *
     * @throws StackFailure with cause and remedy; the caller must then stop the started processes
     */
    void start(List<Service> requested) {
        Passwords passwords =
                RememberedSettings.passwords(folder.passwords(), Files.exists(folder.postgres()));
        RememberedSettings.InnerPorts ports =
                RememberedSettings.ports(
                        folder.ports(),
                        port ->
                                Ports.isFree(port)
                                        // Those of the services are free until they listen.
                                        && requested.stream()
                                                .noneMatch(service -> service.port() == port));
        ParallelSteps.run(
                List.of(
                        () -> startPostgres(ports, passwords),
                        () -> startKafka(ports),
                        () -> prepareProgram(Service.Kind.COMMAND),
                        () -> prepareProgram(Service.Kind.QUERY)));
        ServiceEnvironment environment =
                new ServiceEnvironment(
                        ports.postgres(),
                        passwords,
                        Ports.LOOPBACK + ":" + ports.kafka(),
                        mode,
                        requested);
        ParallelSteps.run(
                requested.stream()
                        .map(service -> (Runnable) () -> startService(service, environment))
                        .toList());
        supervise(requested, ports, passwords, environment);
    }

    private synchronized void supervise(
            List<Service> requested,
            RememberedSettings.InnerPorts ports,
            Passwords passwords,
            ServiceEnvironment environment) {
        ready = true;
        supervisor.keepRunning(
                Objects.requireNonNull(postgres).process(),
                () -> runPostgres(ports, passwords).process());
        supervisor.keepRunning(
                Objects.requireNonNull(kafka).process(), () -> runKafka(ports).process());
        for (Service service : requested) {
            supervisor.keepRunning(
                    Objects.requireNonNull(services.get(service.name())).process(),
                    () -> runService(service, environment).process());
        }
    }

    /** Returns a future of the reason why a process cannot be kept running. */
    CompletableFuture<String> failure() {
        return supervisor.failure();
    }

    /** Stops the services, then Kafka, then Postgres, and any process that is still starting. */
    void stop() {
        supervisor.stop();
        List<RunningService> running;
        synchronized (this) {
            stopping = true;
            running = List.copyOf(services.values());
        }
        ParallelSteps.run(running.stream().map(service -> (Runnable) service::stop).toList());
        synchronized (this) {
            if (ready && running.stream().allMatch(RunningService::stoppedInOrder)) {
                programs.values().forEach(ServiceProgram::stopped);
            }
            if (kafka != null) {
                kafka.close();
            }
            if (postgres != null) {
                postgres.close();
            }
        }
        // A restart that had begun before the stop may still start its process.
        do {
            LeftoverProcesses.stopAll(folder.processes());
        } while (!supervisor.awaitEnd(RESTART_CHECK));
        LeftoverProcesses.stopAll(folder.processes());
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    private void startPostgres(RememberedSettings.InnerPorts ports, Passwords passwords) {
        Progress.Step step = progress.begin("postgres");
        PostgresServer server = runPostgres(ports, passwords);
        step.done("127.0.0.1:" + server.port());
    }

    private PostgresServer runPostgres(RememberedSettings.InnerPorts ports, Passwords passwords) {
        PostgresServer server =
                PostgresServer.start(
                        new PostgresServer.Location(
                                folder.postgres(),
                                Cache.folder(),
                                folder.processes(),
                                folder.log("postgres")),
                        ports.postgres(),
                        passwords.administrator());
        synchronized (this) {
            postgres = server;
        }
        provision(server, passwords);
        return server;
    }

    private static void provision(PostgresServer server, Passwords passwords) {
        try (Connection administrator = server.connectAsAdministrator()) {
            Provisioning provisioning = new Provisioning(administrator);
            provisioning.createRoles(passwords);
            provisioning.createEventsDatabase(ServiceEnvironment.EVENTS_DATABASE);
            provisioning.createViewsDatabase(ServiceEnvironment.VIEWS_DATABASE);
        } catch (SQLException e) {
            throw new StackFailure(
                    "Cannot create the roles and databases (%s): if the data is damaged, delete it with --fresh."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private void startKafka(RememberedSettings.InnerPorts ports) {
        Progress.Step step = progress.begin("kafka");
        KafkaBroker broker = runKafka(ports);
        step.done(broker.bootstrapServers());
    }

    private KafkaBroker runKafka(RememberedSettings.InnerPorts ports) {
        KafkaBroker broker =
                KafkaBroker.start(
                        new KafkaBroker.Location(
                                folder.kafka(),
                                Cache.folder(),
                                folder.processes(),
                                folder.log("kafka")),
                        ports.kafka(),
                        ports.kafkaController(),
                        Tuning.THROUGHPUT);
        synchronized (this) {
            kafka = broker;
        }
        return broker;
    }

    private void prepareProgram(Service.Kind kind) {
        programs.put(kind, ServiceProgram.of(kind.jarIn(project)));
    }

    private void startService(Service service, ServiceEnvironment environment) {
        Progress.Step step = progress.begin(service.name());
        runService(service, environment);
        step.done(service.url());
    }

    /** Starts the service and waits until it is ready. */
    private RunningService runService(Service service, ServiceEnvironment environment) {
        RunningService running;
        synchronized (this) {
            if (stopping) {
                throw new StackFailure(service.name() + " is not started, since the system stops.");
            }
            ServiceProgram program = Objects.requireNonNull(programs.get(service.kind()));
            running = RunningService.start(service, program, environment.of(service), folder);
            services.put(service.name(), running);
        }
        running.awaitReady(progress, RunningService.NOTICE_EVERY);
        return running;
    }
}
