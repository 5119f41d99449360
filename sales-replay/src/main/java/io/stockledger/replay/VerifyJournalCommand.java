package io.stockledger.replay;

import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.ServiceUrl;
import io.stockledger.cli.services.TokenOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** The command line of the check that is made after a crash. */
@Command(
        name = "verify-journal",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Replay.HELP_WIDTH,
        description =
                "Checks that every acknowledged command of a journal is in the audit trail, with"
                    + " the same event id, sequence number and position, and that the audit trail"
                    + " has no gaps.")
final class VerifyJournalCommand implements Callable<Integer> {

    private static final int IN_FLIGHT = 32;

    @Parameters(paramLabel = "JOURNAL", description = "The file that --journal wrote.")
    private Path journal = Path.of("");

    @Option(
            names = "--command",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The address of the command service. Default: ${DEFAULT-VALUE}")
    private String command = "";

    @Option(
            names = "--retry-for",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationText.class,
            description =
                    "How long to wait for an answer of the service. Default: ${DEFAULT-VALUE}")
    private Duration retryFor = Duration.ZERO;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = ".stockledger",
            description =
                    "The data folder of ./run, whose local issuer signs the token. Default:"
                            + " ${DEFAULT-VALUE}")
    private Path data = Path.of("");

    @Mixin private TokenOptions tokenOptions = new TokenOptions();

    @Override
    public Integer call() {
        List<Journal.Entry> entries = Journal.read(journal);
        Differences differences = new Differences(System.out);
        ServiceUrl service = ServiceUrl.parse(command);
        System.out.printf("checking %,d acknowledged commands on %s%n", entries.size(), service);
        try (HttpCalls http =
                new HttpCalls(Replay.token(tokenOptions, data), Replay.ADDRESS_OPTIONS)) {
            JournalCheck.check(
                    entries, new AuditTrail(http, service), IN_FLIGHT, retryFor, differences);
        }
        differences.printRest();
        System.out.println(
                differences.count() == 0
                        ? "nothing is lost: every acknowledged event is in the audit trail"
                        : "%,d differences".formatted(differences.count()));
        return differences.count() == 0 ? 0 : 1;
    }
}
