package io.stockledger.cli.top;

import io.stockledger.cli.NegativeAnswer;
import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.OutputFormat;
import io.stockledger.cli.output.OutputOptions;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;
import io.stockledger.cli.status.StatusReader;
import io.stockledger.cli.status.StatusScreen;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.concurrent.Callable;

/** The command line that shows the state of the system again and again. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Shows the state of the system again and again.",
        description = {
            "Shows the screen of ./stockledger status again and again, with the rates since the"
                + " screen before. On a terminal each screen replaces the one before; elsewhere"
                + " they follow each other, with --output json as one line each and with csv as one"
                + " row each. Ctrl-C ends it.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:healthy at the end of --count",
            "1:something was wrong at the end of --count",
            Stockledger.EXIT_IMPOSSIBLE,
            "130:ended with Ctrl-C",
            Stockledger.EXIT_CLOSED
        })
public final class TopCommand implements Callable<Integer> {

    @Mixin private ServiceOptions options = new ServiceOptions();
    @Mixin private OutputOptions outputOptions = new OutputOptions();

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "The time between two screens, 1 to 3600. Default: ${DEFAULT-VALUE}")
    private int everySeconds;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Ends after this number of screens. Default: never")
    private @Nullable Integer count;

    @Override
    public Integer call() throws InterruptedException {
        Stockledger.requireWithin("--every", everySeconds, 1, 3600);
        if (count != null) {
            Stockledger.requireWithin("--count", count, 1, Integer.MAX_VALUE);
        }
        Output output = outputOptions.open();
        try (Services services = options.services(ServiceOptions.READ, ServiceOptions.ADMIN)) {
            var reader = new StatusReader(services);
            // A system that is not there is refused before the screen is cleared.
            reader.read();
            boolean isScreen =
                    output.format() == OutputFormat.TABLE && output.terminal().isOutATerminal();
            try (RedrawnScreen screen = isScreen ? RedrawnScreen.begin(output) : null) {
                return show(reader, output, screen);
            }
        }
    }

    private int show(StatusReader reader, Output output, @Nullable RedrawnScreen screen)
            throws InterruptedException {
        Integer max = count;
        // The rates of the first screen are those of its first second.
        Thread.sleep(Duration.ofSeconds(1));
        for (int shown = 1; ; shown++) {
            ObjectNode status = reader.readOrUnreachable();
            if (screen != null) {
                screen.draw(status);
            } else if (output.format() == OutputFormat.JSON) {
                output.jsonLine(status);
            } else {
                if (output.format() == OutputFormat.TABLE && shown > 1) {
                    output.line("");
                }
                StatusScreen.print(status, output);
            }
            if (max != null && shown >= max) {
                return status.path("healthy").asBoolean(false) ? 0 : NegativeAnswer.EXIT_CODE;
            }
            Thread.sleep(Duration.ofSeconds(everySeconds));
        }
    }
}
