package io.stockledger.replay;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.services.ServiceUrl;
import io.stockledger.cli.services.TokenOptions;
import io.stockledger.cli.verify.SystemVerification;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/** The command line of the program. */
@Command(
        name = "./replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = Replay.HELP_WIDTH,
        subcommands = VerifyJournalCommand.class,
        description = {
            "Replays sales against a running system, as a shop would send them, and compares every"
                    + " product and every order line with an expectation computed from the sales"
                    + " alone. Without FILE it replays a generated sample. At the end it verifies"
                    + " the databases and the topic, as ./stockledger verify does.",
            "",
            "How rows become commands: a row is about goods if its code contains four digits in"
                + " succession; other rows are skipped and counted. Products are registered first,"
                + " with opening stock in several warehouses. An invoice is an order: its rows of"
                + " one product are one reservation, and each row is one shipment. An invoice whose"
                + " number begins with C cancels. If the cancellation can be traced to a sale of"
                + " that customer, by turns the cancelled goods are not shipped and the reservation"
                + " is cancelled, or they are shipped, come back and are blocked until they are"
                + " inspected; otherwise they come back as a receipt. Rows with the price 0 are"
                + " damaged goods, which are blocked and then written off, and other losses and"
                + " found stock, recorded as adjustments. If a warehouse has too little, goods are"
                + " transferred or shipped from several warehouses. Physical counts are recorded at"
                + " regular intervals."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no difference",
            "1:differences, or lost acknowledged commands",
            "2:wrong usage, or a file that cannot be read",
            "3:the system cannot be reached or verified, or already has these products"
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
                    "Sales as CSV, plain or gzipped, with the columns InvoiceNo, StockCode,"
                            + " Description, Quantity, UnitPrice and CustomerID.")
    private @Nullable Path file;

    @Option(
            names = "--sample-rows",
            paramLabel = "N",
            description =
                    "Without FILE: the rows of the generated sample. Default: "
                            + SampleSales.ROWS_DEFAULT)
    private @Nullable Integer sampleRows;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Without FILE: the seed of the generated sample; the same seed and number of"
                            + " rows give the same sales. Default: "
                            + SampleSales.SEED_DEFAULT)
    private @Nullable Long seed;

    @Option(
            names = "--command",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The address of the command service. Default: ${DEFAULT-VALUE}")
    private String command = "";

    @Option(
            names = "--query",
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://127.0.0.1:8081",
            description =
                    "Default: ${DEFAULT-VALUE}. The addresses of one or more query services,"
                            + " separated by commas; each is compared. 'none' compares the command"
                            + " service only.")
    private List<String> query = List.of();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "64",
            description = "Commands in flight at the same time. Default: ${DEFAULT-VALUE}")
    private int inFlight;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "9223372036854775807",
            hideParamSyntax = true,
            description = "Replay the first N rows only.")
    private long limit;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description =
                    "A prefix of every product id and order id, which allows a second replay on the"
                            + " same system.")
    private String prefix = "";

    @Option(
            names = "--stock",
            defaultValue = "enough",
            description =
                    "Opening stock: ${COMPLETION-CANDIDATES}. 'enough' is the smallest stock with"
                            + " which no command is refused. Default: ${DEFAULT-VALUE}")
    private Stock stock = Stock.enough;

    @Option(
            names = "--scarcity",
            paramLabel = "SHARE",
            defaultValue = "0.6",
            description =
                    "With --stock scarce: the opening stock as a share of the needed stock."
                            + " Default: ${DEFAULT-VALUE}")
    private BigDecimal scarcity = BigDecimal.ONE;

    @Option(
            names = "--warehouses",
            paramLabel = "N",
            defaultValue = "3",
            description = "The number of warehouses. Default: ${DEFAULT-VALUE}")
    private int warehouses;

    @Option(
            names = "--picking-delay",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "An order is shipped after N further invoices; the last N orders stay open."
                            + " Default: ${DEFAULT-VALUE}")
    private int pickingDelay;

    @Option(
            names = "--hold-back",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Cancel the reservation for every second cancellation that can be traced to"
                            + " its sale. With --no-hold-back all cancelled goods are shipped and"
                            + " come back.")
    private boolean holdBack;

    @Option(
            names = "--count-every",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Record a physical count after every N commands of a product; 0 records none."
                            + " Default: ${DEFAULT-VALUE}")
    private int countEvery;

    @Option(
            names = "--probe-every",
            paramLabel = "N",
            description =
                    "Send a command that must be refused after every N commands of a product; 0"
                            + " sends none. Default: 0, with --stock scarce 50")
    private @Nullable Integer probeEvery;

    @Option(
            names = "--idempotency-keys",
            description = "Send an Idempotency-Key with every command.")
    private boolean idempotencyKeys;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description =
                    "Write every acknowledged command to FILE, for './replay verify-journal'.")
    private @Nullable Path journal;

    @Option(
            names = "--retry-for",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationText.class,
            description =
                    "How long a command is sent again if the system does not answer, such as 500ms,"
                            + " 60s or 2m. Default: ${DEFAULT-VALUE}")
    private Duration retryFor = Duration.ZERO;

    @Option(
            names = "--views-timeout",
            paramLabel = "TIME",
            defaultValue = "120s",
            converter = DurationText.class,
            description =
                    "How long the query services may take to apply every event at the end. Default:"
                            + " ${DEFAULT-VALUE}")
    private Duration viewsTimeout = Duration.ZERO;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = ".stockledger",
            description =
                    "The data folder of ./run, whose databases and topic are verified at the end."
                            + " Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("");

    @Mixin private TokenOptions tokenOptions = new TokenOptions();

    @Option(
            names = "--verify",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Verify the databases and the topic at the end. A system that ./run has not"
                            + " started needs --no-verify.")
    private boolean verify;

    @Override
    public Integer call() {
        require(
                file == null || (sampleRows == null && seed == null),
                "--sample-rows and --seed cannot be used with FILE");
        require(
                sampleRows == null || (sampleRows >= 1 && sampleRows <= SampleSales.ROWS_MAX),
                "--sample-rows must be 1 to " + SampleSales.ROWS_MAX);
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
        SalesBook book = SalesBookkeeper.book(lines(), holdBack);
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
                        journal,
                        Replay.token(tokenOptions, data),
                        verify ? verification() : null);
        return new Replay(settings, System.out).run(book, plan);
    }

    private SystemVerification verification() {
        try {
            return SystemVerification.of(data);
        } catch (OperatorFailure e) {
            throw ReplayFailure.unverified(e);
        }
    }

    private List<SalesLine> lines() {
        if (file != null) {
            return SalesFile.read(file, limit);
        }
        int rows = sampleRows == null ? SampleSales.ROWS_DEFAULT : sampleRows;
        long sampleSeed = seed == null ? SampleSales.SEED_DEFAULT : seed;
        System.out.printf("replaying a generated sample: %,d rows, seed %d%n", rows, sampleSeed);
        return SalesFile.parse(SampleSales.csv(rows, sampleSeed), limit);
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
