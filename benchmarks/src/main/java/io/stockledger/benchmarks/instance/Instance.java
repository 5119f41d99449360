package io.stockledger.benchmarks.instance;

import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.Clients;
import io.stockledger.benchmarks.load.RequestSource;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ReceiptRetention;
import io.stockledger.command.writer.CommandOutcome;
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.command.writer.CommandProcessor;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.command.writer.WriterLimits;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** One instance of the command side in this process, with its own connection pool. */
public final class Instance implements AutoCloseable {

    private static final int IN_FLIGHT_MAX = 2_000;
    private static final int RECEIPTS_KEPT_DAYS = 7;

    private final HikariDataSource pool;
    private final CommandProcessor processor;

    /** Starts an instance on a database, with the default limits of the service. */
    public Instance(EventsDatabase database) {
        this.pool = database.application();
        new ReceiptRetention(JdbcClient.create(pool), RECEIPTS_KEPT_DAYS).maintainOnce();
        this.processor =
                new CommandProcessor(
                        new PostgresEventStore(pool),
                        new PostgresSnapshotStore(pool),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC(),
                        WriterLimits.defaults());
        processor.start();
    }

    /** Submits a command; the future fails unless the command is recorded. */
    private CompletableFuture<Recorded> submit(CommandRequest request) {
        return processor.submit(request).thenApply(Instance::recorded);
    }

    /** Registers the products through the writer loop. */
    public void register(int products) throws Exception {
        submitAll(products, Requests::register);
    }

    /** Loads the products into memory by reserving one unit of each. */
    public void fill(int products) throws Exception {
        submitAll(products, product -> Requests.reserve(product, "fill"));
    }

    private void submitAll(int products, IntFunction<CommandRequest> request) throws Exception {
        Deque<CompletableFuture<Recorded>> inFlight = new ArrayDeque<>();
        for (int product = 0; product < products; product++) {
            if (inFlight.size() == IN_FLIGHT_MAX) {
                inFlight.remove().get();
            }
            inFlight.add(submit(request.apply(product)));
        }
        for (CompletableFuture<Recorded> outcome : inFlight) {
            outcome.get();
        }
    }

    /** Returns clients that send their requests to this instance. */
    public Clients clients(RequestSource<CommandRequest> source) {
        return clients(source, List.of(this));
    }

    /** Returns clients that send each request to an instance chosen at random. */
    public static Clients clients(RequestSource<CommandRequest> source, List<Instance> instances) {
        var run = source.newRun();
        return number -> {
            Supplier<CommandRequest> requests = run.apply(number);
            SplittableRandom random = new SplittableRandom();
            return () ->
                    instances
                            .get(instances.size() == 1 ? 0 : random.nextInt(instances.size()))
                            .submit(requests.get());
        };
    }

    /** Returns clients that together reserve one unit of each product. */
    public Clients eachProductOnce() {
        AtomicInteger products = new AtomicInteger();
        return _ -> () -> submit(Requests.reserve(products.getAndIncrement(), "each-once"));
    }

    @Override
    public void close() {
        processor.stop();
        pool.close();
    }

    /** Fails unless the command was recorded, because the figures of the load would be wrong. */
    private static Recorded recorded(CommandOutcome outcome) {
        if (outcome instanceof Recorded recorded) {
            return recorded;
        }
        throw new IllegalStateException("a command of the load was not recorded: " + outcome);
    }
}
