package io.stockledger.replay;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Plans, drives, waits and compares: one replay from the book to the exit code. */
public final class Replay {

    private static final Duration FIRST_ANSWER_WITHIN = Duration.ofSeconds(5);

    /**
     * How to reach and drive the system.
     *
     * @param queries every one of them is compared; none compares the command service only
     * @param retryFor how long one command is tried
     * @param viewsTimeout how long the views may take to catch up
     * @param keyPrefix the run's part of its idempotency keys, or null to send none
     * @param journal where acknowledged commands are written, or null for nowhere
     */
    record Settings(
            ServiceUrl command,
            List<ServiceUrl> queries,
            int inFlight,
            Duration retryFor,
            Duration viewsTimeout,
            @Nullable String keyPrefix,
            @Nullable Path journal) {}

    private final Settings settings;
    private final PrintStream out;

    Replay(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** The program. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs the program and returns its exit code. */
    static int execute(String... arguments) {
        return new CommandLine(new ReplayCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(
                        (exception, mistaken) -> {
                            exception
                                    .getCommandLine()
                                    .getErr()
                                    .println(
                                            "replay: %s (see ./replay --help)"
                                                    .formatted(exception.getMessage()));
                            return ReplayFailure.EXIT_USAGE;
                        })
                .setExecutionExceptionHandler(
                        (exception, line, parsed) -> {
                            if (exception instanceof ReplayFailure failure) {
                                line.getErr().println("replay: " + failure.getMessage());
                                return failure.exitCode();
                            }
                            throw exception;
                        })
                .execute(arguments);
    }

    /**
     * @return 0 when everything is as expected, else 1
     * @throws ReplayFailure when the system cannot be reached or has these products already
     */
    int run(SalesBook book, PlanSettings planSettings) {
        ReplayPlan plan = ReplayPlanner.plan(book, planSettings);
        describe(book, plan, planSettings);
        Differences differences = new Differences(out);
        try (HttpCalls http = new HttpCalls()) {
            Readers readers = new Readers(http);
            requireFresh(readers, plan);
            Drive.LeftOut leftOut = drive(http, plan, differences);
            FinalComparison comparison =
                    new FinalComparison(
                            readers,
                            plan,
                            leftOut.productIds(),
                            settings.inFlight(),
                            settings.viewsTimeout(),
                            differences,
                            out);
            settings.queries().forEach(comparison::compareQueryService);
            comparison.compareCommandService(settings.command());
            differences.printRest();
            if (leftOut.commands() > 0) {
                out.printf("%,d commands were left out after a wrong answer%n", leftOut.commands());
            }
        }
        long count = differences.count();
        out.println(count == 0 ? "no differences" : "%,d differences".formatted(count));
        return count == 0 ? 0 : 1;
    }

    private Drive.LeftOut drive(HttpCalls http, ReplayPlan plan, Differences differences) {
        Tally tally = new Tally();
        Path journalFile = settings.journal();
        try (Progress progress = Progress.of("replay", plan.commandCount());
                Journal journal = journalFile == null ? null : Journal.create(journalFile)) {
            CommandSender sender =
                    new CommandSender(
                            http,
                            settings.command(),
                            tally,
                            settings.retryFor(),
                            settings.keyPrefix());
            return new Drive(sender, journal, tally, progress, differences)
                    .send(plan.scripts(), settings.inFlight());
        } finally {
            tally.print(out);
        }
    }

    /** Fails early, before anything is sent, where the replay could not end well. */
    private void requireFresh(Readers readers, ReplayPlan plan) {
        String first = plan.scripts().getFirst().productId();
        Deadline soon = Deadline.in(FIRST_ANSWER_WITHIN);
        if (readers.product(settings.command(), first, soon).isPresent()) {
            throw Drive.alreadyThere(first);
        }
        for (ServiceUrl query : settings.queries()) {
            List<String> ids = plan.scripts().stream().map(ProductScript::productId).toList();
            for (int from = 0; from < ids.size(); from += Readers.LOOKUP_PRODUCTS_MAX) {
                int to = Math.min(ids.size(), from + Readers.LOOKUP_PRODUCTS_MAX);
                readers.lookUp(query, ids.subList(from, to), soon).keySet().stream()
                        .findFirst()
                        .ifPresent(
                                known -> {
                                    throw Drive.alreadyThere(known);
                                });
            }
        }
    }

    private void describe(SalesBook book, ReplayPlan plan, PlanSettings planSettings) {
        if (book.productNames().isEmpty()) {
            throw ReplayFailure.usage("the sales file has no rows about goods");
        }
        int skipped = book.skippedRows().values().stream().mapToInt(Integer::intValue).sum();
        out.printf(
                "%,d rows: %,d products, %,d orders with %,d lines, %,d cancellations of"
                        + " reservations; %,d rows skipped%n",
                book.rows(),
                book.productNames().size(),
                plan.orders().size(),
                plan.orderLineCount(),
                book.heldBack().size(),
                skipped);
        book.skippedRows().forEach((why, count) -> out.printf("  skipped %,6d %s%n", count, why));
        plan.notes().forEach((what, count) -> out.printf("  %s: %,d%n", what, count));
        out.printf(
                "%,d commands over %d warehouses, %d in flight; %s%n",
                plan.commandCount(),
                planSettings.warehouses(),
                settings.inFlight(),
                plan.expectedRefusals().isEmpty()
                        ? "none must be refused"
                        : "must be refused: " + plan.expectedRefusals());
    }
}
