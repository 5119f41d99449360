package io.stockledger.cli.status;

import io.stockledger.cli.NegativeAnswer;
import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.OutputOptions;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.concurrent.Callable;

/** The command line that shows the state of the system. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Shows the state of the system on one screen.",
        description = {
            "Shows the instances that answer, the leader of the relay, the event log, the lag of"
                + " each read model and replica, held products, other generations, dead letters,"
                + " the background verification, and the rates of the last second. The first line"
                + " says what is wrong. The token needs the scopes inventory:read and"
                + " inventory:admin; without the second, the parts that come from metrics are not"
                + " shown.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:healthy",
            "1:something is wrong",
            Stockledger.EXIT_IMPOSSIBLE,
            Stockledger.EXIT_CLOSED
        })
public final class StatusCommand implements Callable<Integer> {

    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);

    @Mixin private ServiceOptions options = new ServiceOptions();
    @Mixin private OutputOptions outputOptions = new OutputOptions();

    @Override
    public Integer call() throws InterruptedException {
        Output output = outputOptions.open();
        try (Services services = options.services(ServiceOptions.READ, ServiceOptions.ADMIN)) {
            var reader = new StatusReader(services);
            reader.read();
            Thread.sleep(BETWEEN_READINGS);
            JsonNode status = reader.read();
            StatusScreen.print(status, output);
            return status.path("healthy").asBoolean(false) ? 0 : NegativeAnswer.EXIT_CODE;
        }
    }
}
