package io.stockledger.replay;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.Version;
import io.stockledger.cli.output.Progress;
import io.stockledger.cli.services.BearerToken;
import io.stockledger.cli.services.Deadline;
import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.ServiceFailure;
import io.stockledger.cli.services.ServiceUrl;
import io.stockledger.cli.services.TokenOptions;
import io.stockledger.cli.verify.SystemVerification;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One replay: it plans and sends the commands, waits, compares, and returns the exit code. */
public final class Replay {

    /** The columns of the help text, which is also kept as a file for the script. */
    static final int HELP_WIDTH = 100;

    /** The options with which other addresses are given. */
    static final String ADDRESS_OPTIONS = "--command and --query";

    private static final Duration FIRST_ANSWER_WITHIN = Duration.ofSeconds(5);

    /**
     * How to reach the system and how to send commands.
     *
     * @param queries the query services to compare; if empty, only the command service is compared
     * @param retryFor how long a command is sent again
     * @param viewsTimeout how long the query services may take to apply every event
     * @param keyPrefix the first part of all idempotency keys of this run, or null to send no keys
     * @param journal the file for acknowledged commands, or null to write none
     * @param token the token of all requests
     * @param verification the verification at the end, or null to do without
     */
    record Settings(
            ServiceUrl command,
            List<ServiceUrl> queries,
            int inFlight,
            Duration retryFor,
            Duration viewsTimeout,
            @Nullable String keyPrefix,
            @Nullable Path journal,
            BearerToken token,
            @Nullable SystemVerification verification) {}

    private final Settings settings;
    private final PrintStream out;

    Replay(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Returns the token with the scopes of a replay. */
    static BearerToken token(TokenOptions options, Path data) {
        return options.token(data, "replay", List.of("inventory:read", "inventory:write"));
    }

    /** Runs the program and exits with its exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs the program and returns its exit code. */
    static int execute(String... arguments) {
        return Version.printedBy(new CommandLine(new ReplayCommand()))
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
                            if (exception instanceof OperatorFailure failure) {
                                line.getErr().println("replay: " + failure.getMessage());
                                return failure instanceof ServiceFailure
                                        ? ReplayFailure.EXIT_SYSTEM
                                        : ReplayFailure.EXIT_USAGE;
                            }
                            throw exception;
                        })
                .execute(arguments);
    }

    /**
     * Runs the replay.
     *
     * @return 0 if there is no difference, otherwise 1
     * @throws ReplayFailure if the system cannot be reached or verified, or already has one of the
     *     products
     */
    int run(SalesBook book, PlanSettings planSettings) {
        ReplayPlan plan = ReplayPlanner.plan(book, planSettings);
        describe(book, plan, planSettings);
        Differences differences = new Differences(out);
        try (HttpCalls http = new HttpCalls(settings.token(), ADDRESS_OPTIONS)) {
            ServiceReader reader = new ServiceReader(http);
            requireFresh(reader, plan);
            PlanSender.UnsentCommands unsent = drive(http, plan, differences);
            FinalComparison comparison =
                    new FinalComparison(
                            reader,
                            plan,
                            unsent.productIds(),
                            settings.inFlight(),
                            settings.viewsTimeout(),
                            differences,
                            out);
            settings.queries().forEach(comparison::compareQueryService);
            comparison.compareCommandService(settings.command());
            differences.printRest();
            if (unsent.commands() > 0) {
                out.printf("%,d commands were not sent after a wrong answer%n", unsent.commands());
            }
        }
        long count = differences.count();
        out.println(count == 0 ? "no differences" : "%,d differences".formatted(count));
        return count + verify() == 0 ? 0 : 1;
    }

    /** Verifies the system, and returns the number of differences. */
    private long verify() {
        SystemVerification verification = settings.verification();
        if (verification == null) {
            return 0;
        }
        try {
            return verification.run(settings.viewsTimeout(), out, System.err);
        } catch (OperatorFailure e) {
            throw ReplayFailure.unverified(e);
        }
    }

    private PlanSender.UnsentCommands drive(
            HttpCalls http, ReplayPlan plan, Differences differences) {
        Tally tally = new Tally();
        Path journalFile = settings.journal();
        try (Progress progress = Progress.of("replay", "commands", plan.commandCount());
                Journal journal = journalFile == null ? null : Journal.create(journalFile)) {
            CommandSender sender =
                    new CommandSender(
                            http,
                            settings.command(),
                            tally,
                            settings.retryFor(),
                            settings.keyPrefix());
            return new PlanSender(sender, journal, tally, progress, differences)
                    .send(plan.scripts(), settings.inFlight());
        } finally {
            tally.print(out);
        }
    }

    /** Fails before any command is sent if a service already has one of the products. */
    private void requireFresh(ServiceReader reader, ReplayPlan plan) {
        String first = plan.scripts().getFirst().productId();
        Deadline soon = Deadline.in(FIRST_ANSWER_WITHIN);
        if (reader.product(settings.command(), first, soon).isPresent()) {
            throw PlanSender.alreadyThere(first);
        }
        for (ServiceUrl query : settings.queries()) {
            List<String> ids = plan.scripts().stream().map(ProductScript::productId).toList();
            for (int from = 0; from < ids.size(); from += ServiceReader.LOOKUP_PRODUCTS_MAX) {
                int to = Math.min(ids.size(), from + ServiceReader.LOOKUP_PRODUCTS_MAX);
                reader.lookUp(query, ids.subList(from, to), soon).keySet().stream()
                        .findFirst()
                        .ifPresent(
                                known -> {
                                    throw PlanSender.alreadyThere(known);
                                });
            }
        }
    }

    private void describe(SalesBook book, ReplayPlan plan, PlanSettings planSettings) {
        if (book.productNames().isEmpty()) {
            throw ReplayFailure.usage("the file of sales has no rows about goods");
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
                        ? "no expected refusals"
                        : "expected refusals: " + plan.expectedRefusals());
    }
}
