package io.stockledger.replay;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/** The program's command line. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        version = "replay 0.1.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        subcommands = VerifyJournalCommand.class,
        description = {
            "Replays a file of real sales against a running system, as the shop would have sent it,"
                    + " and compares every product and order line with what the file alone says.",
            "",
            "How the file becomes commands: a row whose code has a number of four digits is about"
                + " goods, others are skipped and counted. Products are registered first, with"
                + " opening stock in several warehouses. An invoice is an order: its rows of one"
                + " product are one reservation, each row is a shipment. Invoices that begin with C"
                + " cancel: traced to a sale of that customer the goods were held back and the"
                + " reservation is cancelled, else they come back as a receipt. Free rows are"
                + " write-offs and found stock, by adjustment. Goods are transferred, or leave from"
                + " several warehouses, where one is short; counts are taken now and then."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no difference",
            "1:differences, or acknowledged commands lost",
            "2:wrong usage, or an unusable file",
            "3:the system cannot be reached, or has these products already"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final String NO_QUERY = "none";

    enum Stock {
        enough,
        scarce
    }

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "The sales, CSV or CSV.gz, with the columns InvoiceNo, StockCode, Description,"
                            + " Quantity, UnitPrice, CustomerID.")
    private @Nullable Path file;

    @Option(
            names = "--command",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The command service. Default: ${DEFAULT-VALUE}")
    private String command = "";

    @Option(
            names = "--query",
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://127.0.0.1:8081",
            description =
                    "The query service, or several separated by commas: each is compared; 'none'"
                            + " compares the command service only. Default: ${DEFAULT-VALUE}")
    private List<String> query = List.of();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "64",
            description = "Commands under way at once. Default: ${DEFAULT-VALUE}")
    private int inFlight;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "9223372036854775807",
            hideParamSyntax = true,
            description = "Only the first N rows of the file.")
    private long limit;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description =
                    "Put before every product and order id, so that a system can take a second"
                            + " replay.")
    private String prefix = "";

    @Option(
            names = "--stock",
            defaultValue = "enough",
            description =
                    "Opening stock: ${COMPLETION-CANDIDATES}. 'enough' is the least with which"
                            + " nothing is refused. Default: ${DEFAULT-VALUE}")
    private Stock stock = Stock.enough;

    @Option(
            names = "--scarcity",
            paramLabel = "SHARE",
            defaultValue = "0.6",
            description =
                    "With --stock scarce, the share of the needed stock that is there. Default:"
                            + " ${DEFAULT-VALUE}")
    private BigDecimal scarcity = BigDecimal.ONE;

    @Option(
            names = "--warehouses",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many warehouses. Default: ${DEFAULT-VALUE}")
    private int warehouses;

    @Option(
            names = "--picking-delay",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "An order is shipped when N further invoices have come in; the last N stay"
                            + " open. Default: ${DEFAULT-VALUE}")
    private int pickingDelay;

    @Option(
            names = "--hold-back",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Cancel reservations where a cancellation can be traced to its sale. With"
                            + " --no-hold-back all cancelled goods come back as receipts.")
    private boolean holdBack;

    @Option(
            names = "--count-every",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "A physical count after every N commands of a product, 0 for none. Default:"
                            + " ${DEFAULT-VALUE}")
    private int countEvery;

    @Option(
            names = "--probe-every",
            paramLabel = "N",
            description =
                    "A command that must be refused after every N commands of a product, 0 for"
                            + " none. Default: 0, with --stock scarce 50")
    private @Nullable Integer probeEvery;

    @Option(
            names = "--idempotency-keys",
            description = "Send an Idempotency-Key with every command.")
    private boolean idempotencyKeys;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description =
                    "Write every acknowledged command to a file, for 'replay verify-journal'.")
    private @Nullable Path journal;

    @Option(
            names = "--retry-for",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationText.class,
            description =
                    "How long a command is tried when the system does not answer. Default:"
                            + " ${DEFAULT-VALUE}")
    private Duration retryFor = Duration.ZERO;

    @Option(
            names = "--views-timeout",
            paramLabel = "TIME",
            defaultValue = "120s",
            converter = DurationText.class,
            description =
                    "How long the views may take to catch up at the end. Default: ${DEFAULT-VALUE}")
    private Duration viewsTimeout = Duration.ZERO;

    @Override
    public Integer call() {
        Path sales =
                Optional.ofNullable(file)
                        .orElseThrow(() -> usage("Missing required parameter: 'FILE'"));
        require(inFlight >= 1 && inFlight <= 4096, "--in-flight must be 1 to 4096");
        require(limit >= 1, "--limit must be at least 1");
        require(warehouses >= 1 && warehouses <= 100, "--warehouses must be 1 to 100");
        require(pickingDelay >= 0, "--picking-delay must not be negative");
        require(countEvery >= 0, "--count-every must not be negative");
        require(prefix.length() <= 64, "--prefix must have at most 64 characters");
        require(
                scarcity.signum() >= 0 && scarcity.compareTo(BigDecimal.ONE) <= 0,
                "--scarcity must be 0 to 1");
        boolean scarce = stock == Stock.scarce;
        int probes = probeEvery != null ? probeEvery : (scarce ? 50 : 0);
        require(probes >= 0, "--probe-every must not be negative");
        PlanSettings plan =
                new PlanSettings(
                        prefix,
                        warehouses,
                        scarce ? scarcity : BigDecimal.ONE,
                        pickingDelay,
                        countEvery,
                        probes);
        Replay.Settings settings =
                new Replay.Settings(
                        ServiceUrl.parse(command),
                        query.equals(List.of(NO_QUERY))
                                ? List.of()
                                : query.stream().map(ServiceUrl::parse).toList(),
                        inFlight,
                        retryFor,
                        viewsTimeout,
                        idempotencyKeys ? UUID.randomUUID() + "-" : null,
                        journal);
        SalesBook book = SalesBookkeeper.book(SalesFile.read(sales, limit), holdBack);
        return new Replay(settings, System.out).run(book, plan);
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw usage(message);
        }
    }

    private ParameterException usage(String message) {
        CommandLine line = spec == null ? new CommandLine(this) : spec.commandLine();
        return new ParameterException(line, message);
    }
}
