package io.stockledger.cli.tail;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.OutputOptions;
import io.stockledger.cli.services.MovementFilter;
import io.stockledger.cli.services.PatientReads;
import io.stockledger.cli.services.RequestPath;
import io.stockledger.cli.services.Service;
import io.stockledger.cli.services.Service.Answer;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * The command line that follows the events.
 *
 * <h2>No event is missed or repeated</h2>
 *
 * <p>A page of {@code GET /v1/movements} ends at the position up to which the replica has received
 * every event, so that the next request continues after the last printed position. This also holds
 * after a restart of the service, and if another replica answers, which may be behind.
 */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Follows the events of the log.",
        description = {
            "Prints the last events and then every new one, of all types, in the order of the log,"
                + " as the query service receives them. It goes on after a restart of the service;"
                + " no event is missed or repeated. While a product is held, it waits before the"
                + " first missing event. Ctrl-C ends it.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:all events up to now are printed, with --no-follow",
            Stockledger.EXIT_IMPOSSIBLE,
            "130:ended with Ctrl-C",
            Stockledger.EXIT_CLOSED
        })
public final class TailCommand implements Callable<Integer> {

    private static final Duration POLL_EVERY = Duration.ofMillis(500);
    private static final int EVENTS_PER_PAGE = 500;

    @Spec private @Nullable CommandSpec spec;

    @Mixin private ServiceOptions options = new ServiceOptions();
    @Mixin private OutputOptions outputOptions = new OutputOptions();
    @Mixin private MovementFilter filter = new MovementFilter();

    @Option(
            names = "--from",
            paramLabel = "POSITION",
            description = "The log position of the first event; 1 is the whole log.")
    private @Nullable Long from;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description =
                    "Without --from: begins with the events of the last N log positions, or with"
                            + " the last N events of --product, from 0 to 500. Default: 10")
    private @Nullable Integer lines;

    @Option(
            names = "--follow",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Ends with the last event of this moment, or follows. Default: --follow")
    private boolean follow;

    private boolean isHeld;

    @Override
    public Integer call() throws InterruptedException {
        if (from != null && lines != null) {
            throw new OperatorFailure("--from and --lines exclude each other");
        }
        if (from != null) {
            Stockledger.requireWithin("--from", from, 1, Long.MAX_VALUE);
        }
        if (lines != null) {
            Stockledger.requireWithin("--lines", lines, 0, EVENTS_PER_PAGE);
        }
        var printed = new PrintedEvents(outputOptions.open());
        try (Services services = options.services(ServiceOptions.READ)) {
            Service query = services.query();
            long after =
                    from == null ? positionBefore(query, lines == null ? 10 : lines) : from - 1;
            // A system that is not there is a failure; one that goes away is waited for.
            Answer page = query.get(pageAfter(after));
            var reads = new PatientReads(query, err());
            while (true) {
                for (JsonNode event : page.body().path("movements")) {
                    printed.print(event);
                    after = event.path("position").asLong(0);
                }
                if (!page.body().has("nextAfter")) {
                    noteHeld(page.body());
                    if (!follow) {
                        return 0;
                    }
                    Thread.sleep(POLL_EVERY);
                }
                page = follow ? reads.get(pageAfter(after)) : query.get(pageAfter(after));
            }
        }
    }

    private String pageAfter(long after) {
        return filter.path().with("after", after).with("limit", EVENTS_PER_PAGE).toString();
    }

    /** The position after which the last events begin. */
    private long positionBefore(Service query, int count) {
        String product = filter.product();
        if (product == null) {
            return Math.max(0, query.get("/v1/movements?limit=1").position() - count);
        }
        String path = RequestPath.of("/v1/inventory").id(product).toString();
        Answer view = query.get(path);
        long version = view.body().path("version").asLong(0);
        if (count == 0) {
            return firstAfter(query, path, version - 1).path("position").asLong(0);
        }
        long first = Math.max(0, version - count);
        return firstAfter(query, path, first).path("position").asLong(0) - 1;
    }

    /** The first event of the product after this sequence number. */
    private static JsonNode firstAfter(Service query, String path, long after) {
        return query.get(path + "/movements?limit=1&after=" + after)
                .body()
                .path("movements")
                .path(0);
    }

    private void noteHeld(JsonNode page) {
        if (page.has("held") && !isHeld) {
            note(
                    "a product is held: its events after the gap, and those of all products after"
                            + " it, are printed when it is released; see ./stockledger status");
        }
        isHeld = page.has("held");
    }

    private void note(String text) {
        err().println("stockledger: " + text);
        err().flush();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
