package io.stockledger.system.faults;

import io.stockledger.system.faults.checker.Checker;
import io.stockledger.system.faults.checker.StockState;
import io.stockledger.system.faults.checker.Violation;
import io.stockledger.system.faults.cluster.Cluster;
import io.stockledger.system.faults.cluster.EventLogReader;
import io.stockledger.system.faults.cluster.LogWatch;
import io.stockledger.system.faults.cluster.TopicReader;
import io.stockledger.system.faults.history.CommandResult;
import io.stockledger.system.faults.history.CommandResult.NotDecided;
import io.stockledger.system.faults.history.CommandResult.Unknown;
import io.stockledger.system.faults.history.EventLog;
import io.stockledger.system.faults.history.History;
import io.stockledger.system.faults.history.HistoryEntry.ViewAnswer;
import io.stockledger.system.faults.history.HistoryEntry.ViewRead;
import io.stockledger.system.faults.history.SeedEvidence;
import io.stockledger.system.faults.history.StockCommand;
import io.stockledger.system.faults.workload.Caller;
import io.stockledger.system.faults.workload.Caller.Sending;
import io.stockledger.system.faults.workload.Client;
import io.stockledger.system.faults.workload.Workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One seed on a running cluster: products are registered, clients send their load while the faults
 * of the plan come and go, the cluster has to become healthy, unknown outcomes are asked for with
 * their keys, the views have to reach the log, and the checker decides.
 *
 * <p>The seed decides the plan and the choices of every client. It does not decide how threads and
 * processes interleave, so a violation may need several runs of its seed to show again.
 */
final class SeedRun {

    static final int CLIENTS = 6;

    /** Services may have to start on a busy machine, one after the other. */
    private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(90);

    private static final Duration CONVERGED_WITHIN = Duration.ofSeconds(30);
    private static final Duration PUBLISHED_WITHIN = Duration.ofSeconds(30);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Cluster cluster;
    private final long seed;
    private final FaultPlan plan;
    private final Workload workload;
    private final SplittableRandom random;
    private final int loadMs;
    private final History history = new History();
    private final List<Violation> violations = new ArrayList<>();
    private final List<FaultTime> faultTimes = new ArrayList<>();
    private long zeroNanos = System.nanoTime();

    /**
     * A run that has not begun.
     *
     * @param plan the faults of the seed, or others
     * @param loadMs the duration of the load in milliseconds
     */
    SeedRun(Cluster cluster, long seed, FaultPlan plan, int loadMs) {
        this.cluster = cluster;
        this.seed = seed;
        this.plan = plan;
        this.loadMs = loadMs;
        this.random = new SplittableRandom(seed);
        // The same seed may run again on the same cluster.
        this.workload =
                new Workload(
                        "s%d-%s".formatted(seed, Long.toString(System.nanoTime(), 36)),
                        CLIENTS,
                        cluster.shape().commandNames(),
                        cluster.shape().queryNames());
    }

    /** Runs the seed and returns its result. */
    SeedResult run() throws InterruptedException, SQLException {
        awaitHealthy("before the load");
        long head;
        try (Connection connection = cluster.connectToEvents()) {
            head = EventLogReader.head(connection);
        }
        try (var topic = new TopicReader(cluster.kafkaBootstrapServers());
                LogWatch watch = LogWatch.start(cluster)) {
            Map<Integer, Long> topicBegin = topic.endOffsets(HEALTHY_WITHIN);
            long leadersBegin = topic.heartbeatEnd();
            zeroNanos = System.nanoTime();
            List<Sending> unresolved = load();
            cluster.heal();
            awaitHealthy("after the faults");
            resolve(unresolved);
            EventLog log = readLog(head);
            var products = new HashSet<>(workload.products());
            var steady = new HashSet<>(workload.steadyProducts());
            var preliminary =
                    new SeedEvidence(
                            history, log, products, steady, watch.samples(), List.of(), List.of());
            converge(new Checker(preliminary, true));
            EventLog end = readLog(head);
            var evidence =
                    new SeedEvidence(
                            history,
                            end,
                            products,
                            steady,
                            watch.samples(),
                            topic.read(
                                    plan.losesWrites() ? Map.of() : topicBegin,
                                    head,
                                    end.head(),
                                    PUBLISHED_WITHIN),
                            topic.leaders(leadersBegin));
            violations.addAll(new Checker(evidence, plan.losesWrites()).check());
            cluster.verify().forEach(line -> violations.add(new Violation("verifier", line)));
            return new SeedResult(
                    seed,
                    plan,
                    List.copyOf(faultTimes),
                    zeroNanos,
                    evidence,
                    List.copyOf(violations));
        }
    }

    private EventLog readLog(long after) throws SQLException {
        try (Connection connection = cluster.connectToEvents()) {
            return EventLogReader.after(connection, after);
        }
    }

    /** Registers the products, and sends the load while the faults happen. */
    private List<Sending> load() throws InterruptedException {
        var ended = new AtomicBoolean();
        var clients = new ArrayList<Client>();
        var callers = new ArrayList<Caller>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            register();
            var running = new ArrayList<Future<?>>();
            for (int i = 1; i <= workload.clients(); i++) {
                var caller = new Caller(i, cluster::url, history);
                var client = new Client(workload, i, caller, random.split());
                callers.add(caller);
                clients.add(client);
                running.add(
                        threads.submit(
                                () -> {
                                    client.run(ended::get);
                                    return true;
                                }));
            }
            try (var faults = new FaultDriver(cluster, plan)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(loadMs));
                faultTimes.addAll(faults.awaitEnd());
            } finally {
                ended.set(true);
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client of seed " + seed + " failed", e);
        } finally {
            callers.forEach(Caller::close);
        }
        return clients.stream().flatMap(client -> client.unresolved().stream()).toList();
    }

    private void register() throws InterruptedException {
        try (var caller = new Caller(0, cluster::url, history)) {
            for (StockCommand registration : workload.registrations()) {
                String id = workload.prefix() + "-r-" + registration.productIds().getFirst();
                awaitAnswer(caller, new Sending(id, true, registration));
            }
        }
    }

    /** After the faults every repeat of an unknown command is answered. */
    private void resolve(List<Sending> unresolved) throws InterruptedException {
        try (var caller = new Caller(0, cluster::url, history)) {
            for (Sending sending : unresolved) {
                awaitAnswer(caller, sending);
            }
        }
    }

    private void awaitAnswer(Caller caller, Sending sending) throws InterruptedException {
        long deadline = System.nanoTime() + ANSWERED_WITHIN.toNanos();
        int attempt = 0;
        while (System.nanoTime() - deadline < 0) {
            List<String> services = workload.commandServices();
            CommandResult result = caller.send(sending, services.get(attempt++ % services.size()));
            if (!(result instanceof Unknown) && !(result instanceof NotDecided)) {
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        violations.add(
                new Violation(
                        "answered-after-faults",
                        "%s has no answer within %s".formatted(sending, ANSWERED_WITHIN)));
    }

    /** Healthy means that all services report that they are ready. */
    private void awaitHealthy(String when) throws InterruptedException {
        BooleanSupplier ready =
                () -> {
                    cluster.restartAfterFullDisk();
                    return cluster.isReady();
                };
        if (!isWithin(HEALTHY_WITHIN, ready)) {
            violations.add(
                    new Violation(
                            "healthy-again",
                            "not all services are ready within %s %s"
                                    .formatted(HEALTHY_WITHIN, when)));
        }
    }

    /** Waits until every replica shows every product as the log has it. */
    private void converge(Checker checker) throws InterruptedException {
        var unseen = new History();
        try (var caller = new Caller(0, cluster::url, unseen)) {
            for (String replica : workload.queryReplicas()) {
                for (String productId : workload.products()) {
                    StockState last = checker.statesOf(productId).getLast();
                    if (!isWithin(
                            CONVERGED_WITHIN, () -> isShown(caller, replica, productId, last))) {
                        violations.add(
                                new Violation(
                                        "view-converges",
                                        "%s does not show %s as %s within %s but %s"
                                                .formatted(
                                                        replica,
                                                        productId,
                                                        last,
                                                        CONVERGED_WITHIN,
                                                        unseen.entries().getLast())));
                    }
                }
            }
        }
        unseen.entries(ViewRead.class).forEach(history::add);
    }

    /** Reservations may still end by themselves, which adds events to the ones of the checker. */
    private boolean isShown(Caller caller, String replica, String productId, StockState last) {
        try {
            ViewAnswer answer = caller.readView(productId, null, replica);
            return answer != null
                    && (answer.stock().version() > last.version()
                            || last.isShownBy(
                                    answer.stock(), workload.steadyProducts().contains(productId)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static boolean isWithin(Duration atMost, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
