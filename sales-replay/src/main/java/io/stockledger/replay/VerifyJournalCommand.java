package io.stockledger.replay;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** The command line of the check after a crash. */
@Command(
        name = "verify-journal",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description =
                "Checks that every command that a journal says was acknowledged is in the audit"
                        + " trail, with the same event id, sequence number and position, and that"
                        + " the trail has no gaps.")
final class VerifyJournalCommand implements Callable<Integer> {

    private static final int IN_FLIGHT = 32;

    @Parameters(paramLabel = "JOURNAL", description = "What --journal wrote.")
    private Path journal = Path.of("");

    @Option(
            names = "--command",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The command service. Default: ${DEFAULT-VALUE}")
    private String command = "";

    @Option(
            names = "--retry-for",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationText.class,
            description = "How long to wait for the service to answer. Default: ${DEFAULT-VALUE}")
    private Duration retryFor = Duration.ZERO;

    @Override
    public Integer call() {
        List<Journal.Entry> entries = Journal.read(journal);
        Differences differences = new Differences(System.out);
        ServiceUrl service = ServiceUrl.parse(command);
        System.out.printf("checking %,d acknowledged commands on %s%n", entries.size(), service);
        try (HttpCalls http = new HttpCalls()) {
            JournalCheck.check(
                    entries, new AuditTrail(http, service), IN_FLIGHT, retryFor, differences);
        }
        differences.printRest();
        System.out.println(
                differences.count() == 0
                        ? "nothing lost: every acknowledged event is in the audit trail"
                        : "%,d differences".formatted(differences.count()));
        return differences.count() == 0 ? 0 : 1;
    }
}
