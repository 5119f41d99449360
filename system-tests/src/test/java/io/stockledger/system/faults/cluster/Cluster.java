package io.stockledger.system.faults.cluster;

import static io.stockledger.system.faults.cluster.ClusterShape.CLIENTS;
import static io.stockledger.system.faults.cluster.ClusterShape.EVENTS_DATABASE;
import static io.stockledger.system.faults.cluster.ClusterShape.KAFKA;
import static io.stockledger.system.faults.cluster.ClusterShape.VIEWS_DATABASE;
import static io.stockledger.system.faults.cluster.ClusterShape.link;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.stockledger.events.EventTopic;
import io.stockledger.localstack.launcher.ServiceProgram;
import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.Ports;
import io.stockledger.system.ProjectRoot;
import io.stockledger.teststack.TestFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Command services, query replicas, a Postgres for each database, and Kafka, as processes on free
 * ports, with a proxy on each link. It is started once for many seeds. Thread-safe; but faults of
 * one member must not overlap.
 */
public final class Cluster implements AutoCloseable {

    static final String EVENTS = "stockledger_events";
    static final String VIEWS = "stockledger_views";
    static final int PARTITIONS = 6;

    private final ClusterShape shape;
    private final Path folder = TestFolder.create();
    private final Passwords passwords = Passwords.generate();
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final MovableClock clock = new MovableClock(folder.resolve("clock-agent.jar"));
    private final PostgresMember events;
    private final PostgresMember views;
    private final KafkaLayout kafka;
    private final Map<String, ServiceMember> services = new LinkedHashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, List<Proxy>> links = new TreeMap<>();
    private final Map<String, String> urls = new LinkedHashMap<>();
    private final Thread stopAtExit = new Thread(this::killAll, "cluster-stop");

    private Cluster(ClusterShape shape, ServiceOptions options) {
        this.shape = shape;
        this.events =
                new PostgresMember(
                        EVENTS_DATABASE,
                        folder.resolve(EVENTS_DATABASE + ".log"),
                        passwords.administrator());
        this.views =
                new PostgresMember(
                        VIEWS_DATABASE,
                        folder.resolve(VIEWS_DATABASE + ".log"),
                        passwords.administrator());
        this.kafka = new KafkaLayout(shape, folder, loop);
        members.put(EVENTS_DATABASE, events);
        members.put(VIEWS_DATABASE, views);
        members.putAll(kafka.brokers());
        ServiceProgram commandProgram = program("command-service");
        ServiceProgram queryProgram = program("query-service");
        for (String name : shape.commandNames()) {
            addService(name, commandProgram, options.commandJava(), commandSettings(name));
        }
        for (String name : shape.queryNames()) {
            addService(name, queryProgram, options.queryJava(), querySettings(name));
        }
        members.putAll(services);
    }

    /**
     * Additional options of the JVMs.
     *
     * @param commandJava of the command services
     * @param queryJava of the query replicas
     */
    public record ServiceOptions(List<String> commandJava, List<String> queryJava) {

        public static final ServiceOptions NONE = new ServiceOptions(List.of(), List.of());
    }

    /** Starts all processes, without waiting until the services are ready. */
    public static Cluster start(ClusterShape shape, ServiceOptions options) {
        var cluster = new Cluster(shape, options);
        Runtime.getRuntime().addShutdownHook(cluster.stopAtExit);
        try {
            cluster.startAll();
            return cluster;
        } catch (RuntimeException | SQLException e) {
            cluster.close();
            throw new IllegalStateException("The cluster did not start: " + cluster.folder, e);
        }
    }

    private void startAll() throws SQLException {
        Together.run(
                List.copyOf(members.values()).stream()
                        .filter(member -> !(member instanceof ServiceMember))
                        .<Runnable>map(member -> member::ensureRunning)
                        .toList());
        try (Connection connection = events.connect("postgres")) {
            var provisioning = new Provisioning(connection);
            provisioning.createRoles(passwords);
            provisioning.createEventsDatabase(EVENTS);
        }
        try (Connection connection = views.connect("postgres")) {
            var provisioning = new Provisioning(connection);
            provisioning.createRoles(passwords);
            provisioning.createViewsDatabase(VIEWS);
        }
        services.values().forEach(Member::ensureRunning);
    }

    private static ServiceProgram program(String module) {
        return ServiceProgram.of(
                ProjectRoot.path().resolve(module + "/target/" + module + "-app.jar"));
    }

    private void addService(
            String name,
            ServiceProgram program,
            List<String> javaOptions,
            Map<String, String> settings) {
        var service = new ServiceMember(name, folder, program, javaOptions, settings, clock);
        services.put(name, service);
        int port = Ports.free();
        links.put(link(CLIENTS, name), List.of(new Proxy(loop, port, service.port())));
        urls.put(name, "http://" + Ports.LOOPBACK + ":" + port);
        links.put(link(name, KAFKA), kafka.proxies(name));
    }

    private Map<String, String> commandSettings(String name) {
        Map<String, String> settings = new TreeMap<>();
        database(settings, name, events, EVENTS);
        settings.put("spring.datasource.username", Provisioning.APPLICATION);
        settings.put("spring.datasource.password", passwords.application());
        settings.put("spring.flyway.user", Provisioning.OWNER);
        settings.put("spring.flyway.password", passwords.owner());
        int copies = Math.min(3, shape.brokers());
        settings.put("stockledger.topic.partitions", Integer.toString(PARTITIONS));
        settings.put("stockledger.topic.replication-factor", Integer.toString(copies));
        settings.put(
                "stockledger.topic.min-insync-replicas", Integer.toString(Math.max(1, copies - 1)));
        return settings;
    }

    private Map<String, String> querySettings(String name) {
        Map<String, String> settings = new TreeMap<>();
        database(settings, name, views, VIEWS);
        settings.put("spring.datasource.username", Provisioning.QUERY);
        settings.put("spring.datasource.password", passwords.query());
        return settings;
    }

    private void database(
            Map<String, String> settings, String name, PostgresMember server, String database) {
        int port = Ports.free();
        links.put(link(name, server.name()), List.of(new Proxy(loop, port, server.port())));
        settings.put(
                "spring.datasource.url",
                "jdbc:postgresql://%s:%d/%s".formatted(Ports.LOOPBACK, port, database));
        settings.put("spring.kafka.bootstrap-servers", kafka.bootstrapServers(name));
    }

    public ClusterShape shape() {
        return shape;
    }

    /** The folder with the logs of all processes. It is deleted when the cluster is closed. */
    public Path folder() {
        return folder;
    }

    /** Returns the address of a service, through its proxy. */
    public String url(String service) {
        return Objects.requireNonNull(urls.get(service), service);
    }

    /** Returns the address of a service without a proxy. */
    public String directUrl(String service) {
        return "http://%s:%d"
                .formatted(Ports.LOOPBACK, Objects.requireNonNull(services.get(service)).port());
    }

    /** Returns a new connection to the events database that no proxy can disturb. */
    public Connection connectToEvents() throws SQLException {
        return events.connect(EVENTS);
    }

    /** Returns the addresses of the brokers that no proxy can disturb. */
    public String kafkaBootstrapServers() {
        return kafka.directBootstrapServers();
    }

    /** Returns a process of the cluster by its name. */
    public Member member(String name) {
        return Objects.requireNonNull(members.get(name), name);
    }

    /** Moves the wall clock of a service to so many seconds from the right time. */
    public void moveClock(String service, int seconds) {
        Objects.requireNonNull(services.get(service), service).moveClock(seconds);
    }

    /** Whether disks can be filled on this machine. */
    public static boolean hasFillableDisks() {
        return FileSizeLimit.isAvailable();
    }

    /** Changes the state of a link. */
    public void set(String link, LinkState state) {
        Objects.requireNonNull(links.get(link), link).forEach(proxy -> proxy.set(state));
    }

    /** Removes the last records of every partition of the events of a broker that does not run. */
    public void loseLastWrites(String broker) {
        Path storage = Objects.requireNonNull(kafka.brokers().get(broker), broker).storage();
        try {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                SegmentTail.remove(storage.resolve(EventTopic.DEFAULT_NAME + "-" + partition));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compares the event log, the topic and the read models with the operator's command.
     *
     * @return a line for each difference
     */
    public List<String> verify() {
        return new Verifier(
                        folder,
                        events.url(EVENTS),
                        views.url(VIEWS),
                        kafkaBootstrapServers(),
                        passwords)
                .differences();
    }

    /** Ends every fault: opens all links, thaws all members, and starts those that have ended. */
    public void heal() {
        links.keySet().forEach(link -> set(link, LinkState.OPEN));
        members.values().forEach(Member::resume);
        services.values().forEach(service -> service.moveClock(0));
        Together.run(
                members.values().stream().<Runnable>map(member -> member::ensureRunning).toList());
    }

    /**
     * Starts the members that have ended because their disks were full, also after {@link #heal}.
     */
    public void restartAfterFullDisk() {
        members.values().forEach(Member::restartAfterFullDisk);
    }

    /** Whether all services report that they are ready, and all brokers have all records. */
    public boolean isReady() {
        return services.values().stream().allMatch(Member::answers) && kafka.isInSync();
    }

    private void killAll() {
        members.values().forEach(Member::kill);
    }

    @Override
    public void close() {
        links.values().stream().flatMap(Collection::stream).forEach(Proxy::close);
        members.values().forEach(Member::resume);
        services.values().forEach(Member::stop);
        killAll();
        loop.shutdownGracefully().syncUninterruptibly();
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
        try {
            events.deleteData();
            views.deleteData();
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
