package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.localstack.process.Ports;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code ./stockledger import} on a system that {@code ./run --secure} has started, with low rates
 * of commands and reads.
 */
class StockImportIT {

    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final int MANY = 30_000;

    /** Low enough that the tests of these limits reach them. */
    private static final int COMMANDS_PER_SECOND = 10;

    private static final int READS_PER_SECOND = 20;

    @TempDir private static Path folder;

    private static OperatedSystem system;

    @BeforeAll
    static void start() throws Exception {
        system =
                OperatedSystem.start(
                        folder,
                        Map.of(
                                "STOCKLEDGER_CLIENTS_COMMANDSPERSECOND", COMMANDS_PER_SECOND + "",
                                "STOCKLEDGER_CLIENTS_READSPERSECOND", READS_PER_SECOND + ""));
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shopify-products | registered 3, passed over 2, rejected 1 | shop-mug-blue-s | 12",
                "shopify-inventory | registered 2, received 1, passed over 1 | inv-lamp-black | 25",
                "magento-products | registered 1, passed over 2, rejected 1 | mag-shirt-red | 10",
                "magento-sources | registered 2, received 1 | src-bag | 11",
                "woocommerce-products | registered 3, passed over 3, rejected 1 | woo-cup | 15",
            })
    void the_exports_of_shops_are_imported_without_further_options(
            String name, String summary, String product, long stock) throws IOException {
        Path list = sample(name);

        CommandLineRun dryRun = run("import", list.toString(), "--dry-run");
        assertThat(dryRun.out().lines()).anyMatch(line -> line.startsWith("line 2: would be"));
        assertThat(run("product", product).exitCode()).isEqualTo(1);

        CommandLineRun first = run("import", list.toString());
        assertThat(first.out()).as(first.err()).isEqualTo(summary + "\n");
        assertThat(first.exitCode()).isEqualTo(summary.contains("rejected") ? 1 : 0);
        assertThat(stock(product)).isEqualTo(stock);

        CommandLineRun foreseen = run("import", list.toString(), "--dry-run");
        CommandLineRun repeated = run("import", list.toString());
        assertThat(repeated.out())
                .startsWith("done before ")
                .doesNotContain("registered", "received");
        assertThat(repeated.err()).contains("recorded by an earlier import", "--import-id");
        assertThat(stock(product)).isEqualTo(stock);
        assertThat(foreseen.out().lines().toList().getLast()).isEqualTo(repeated.out().strip());
        assertThat(foreseen.exitCode()).isEqualTo(repeated.exitCode());
    }

    @Test
    void rejected_rows_are_in_a_file_of_the_same_shape_that_can_be_mended_and_imported()
            throws IOException {
        Path list =
                write(
                        "shape.csv",
                        String.join(
                                "\r\n",
                                "sku;name;qty",
                                "sh-1;\"Bär;\nblau\";5",
                                "sh-2;B;1,5",
                                "sh-3;C",
                                "sh-1;A;2"),
                        Charset.forName("windows-1252"));
        Path rejected = folder.resolve("shape.csv.rejected.csv");

        assertThat(run("import", list.toString()).err())
                .contains("line 2", "--encoding windows-1252")
                .hasLineCount(1);
        assertThat(run("import", list.toString(), "--encoding=windows-1252").exitCode())
                .isEqualTo(1);
        assertThat(product("sh-1").path("name").asString("")).isEqualTo("Bär; blau");
        assertThat(rejected)
                .content()
                .startsWith("reason;sku;name;qty\r\nquantity '1,5' is not")
                .contains(";sh-2;B;1,5\r\n")
                .contains("\r\nit has 2 columns, and the header has 3;sh-3;C\r\n")
                .containsPattern("\r\nan earlier row has the product 'sh-1'.*;sh-1;A;2\r\n");
        assertThat(run("import", rejected.toString(), "--encoding=windows-1252").out())
                .isEqualTo("rejected 3\n");

        Files.writeString(rejected, "reason;sku;name;qty\nmended;sh-2;B;15\n");
        assertThat(run("import", rejected.toString()).exitCode()).isZero();
        assertThat(stock("sh-2")).isEqualTo(15);
    }

    @Test
    void a_product_that_exists_is_rejected_or_skipped_or_counted() throws IOException {
        run("import", write("old.csv", "sku,name,qty\nex-1,A,5\nex-2,B,6\n").toString());
        String list = write("new.csv", "sku,name,qty\nex-1,A,7\nex-2,B,6\nex-3,C,1\n").toString();

        assertThat(run("import", list, "--dry-run", "--existing=count").out())
                .contains("line 2: would be counted", "line 3: unchanged", "would be registered 1");
        assertThat(run("import", list).out()).isEqualTo("registered 1, rejected 2\n");
        assertThat(run("import", list, "--existing=skip").out()).isEqualTo("passed over 3\n");
        assertThat(stock("ex-1")).isEqualTo(5);
        assertThat(run("import", list, "--existing=count").out())
                .isEqualTo("counted 1, unchanged 2\n");
        assertThat(stock("ex-1")).isEqualTo(7);
        assertThat(product("ex-2").path("version").asLong(0)).isEqualTo(1);
        assertThat(folder.resolve("new.csv.rejected.csv")).doesNotExist();
    }

    @Test
    void a_list_that_was_imported_before_is_counted_and_with_another_id_counted_again()
            throws IOException {
        String list = write("night.csv", "sku,qty\nni-1,10\n").toString();
        String sold = write("sold.csv", "sku,qty\nni-1,6\n").toString();
        assertThat(run("import", list).out()).isEqualTo("registered 1\n");
        run("import", sold, "--existing=count");
        assertThat(stock("ni-1")).isEqualTo(6);

        assertThat(run("import", list, "--existing=count").out()).isEqualTo("counted 1\n");
        assertThat(stock("ni-1")).isEqualTo(10);

        run("import", sold, "--existing=count", "--import-id=second");
        assertThat(run("import", list, "--existing=count", "--dry-run").out())
                .endsWith("\ndone before 1\n");
        CommandLineRun repeated = run("import", list, "--existing=count");
        assertThat(repeated.out()).isEqualTo("done before 1\n");
        assertThat(repeated.err()).contains("--import-id ID records them again");
        assertThat(stock("ni-1")).isEqualTo(6);
        assertThat(run("import", list, "--existing=count", "--import-id=2026-12-01").out())
                .isEqualTo("counted 1\n");
        assertThat(stock("ni-1")).isEqualTo(10);
        assertThat(run("import", list, "--import-id= ").exitCode()).isEqualTo(2);
    }

    @Test
    void an_export_of_stock_is_imported_as_the_same_products() throws IOException {
        run(
                "import",
                write("odd.csv", "sku,name,qty\n+odd-1,=Oddity,5\n@odd-2,-Oddity,6\n").toString());
        Path export = folder.resolve("odd-export.csv");
        await().atMost(WITHIN)
                .until(
                        () ->
                                run("export", "stock", "--search=oddity", "--file=" + export)
                                                        .exitCode()
                                                == 0
                                        && Files.readAllLines(export).size() == 3);
        assertThat(export).content().contains("'+odd-1,'=Oddity", "'@odd-2,'-Oddity");

        assertThat(run("import", export.toString(), "--existing=count").out())
                .isEqualTo("unchanged 2\n");
    }

    @Test
    void the_list_and_the_report_are_not_overwritten_by_another_file() throws IOException {
        String text = "sku,qty\nsame-1,x\n";
        Path list = write("same.csv", text);
        String other = folder.resolve("both.csv").toString();

        assertRefused(
                run("import", list.toString(), "--report=" + list, "--dry-run"), "list itself");
        assertRefused(
                run("import", list.toString(), "--report=" + other, "--rejected=" + other),
                "--report is the file of the rejected rows");
        assertThat(list).content().isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a;b;c\\n1;2;3 | the header is not that of a known stock list: it has a, b, c",
                "sku,qty\\n\"a,1\\n | is not CSV",
                "'' | is empty",
            })
    void a_file_that_is_no_stock_list_is_refused_in_one_line(String text, String reason)
            throws IOException {
        assertRefused(
                run("import", write("bad.csv", text.replace("\\n", "\n")).toString()), reason);
    }

    private static void assertRefused(CommandLineRun run, String reason) {
        assertThat(run.err()).contains(reason).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void without_a_system_or_with_a_wrong_token_nothing_is_imported() throws IOException {
        String list = write("refused.csv", "sku,qty\nre-1,1\n").toString();
        String nowhere = "http://127.0.0.1:" + Ports.free();
        CommandLineRun absent =
                CommandLineRun.of(
                        List.of("--command-service=" + nowhere, "--data=" + folder.resolve("none")),
                        "import",
                        list);
        assertThat(absent.err()).contains("cannot reach " + nowhere);
        assertThat(absent.exitCode()).isEqualTo(2);

        Path token = write("token", "a.b.c");
        CommandLineRun refused = run("import", list, "--token-file=" + token);
        assertThat(refused.err()).contains("refuses the token");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(run("product", "re-1").exitCode()).isEqualTo(1);
    }

    @Test
    void a_killed_import_goes_on_without_a_double() throws Exception {
        var text = new StringBuilder("sku,name,quantity,warehouse\n");
        for (int i = 0; i < MANY / 2; i++) {
            text.append(
                    "many-%d,Many %d,3.0000,main\nmany-%d,Many %d,2,north\n".formatted(i, i, i, i));
        }
        Path list = write("many.csv", text.toString());
        List<String> arguments = new ArrayList<>(List.of("import", list.toString()));
        arguments.addAll(system.options());
        try (Script script = Script.start("stockledger", arguments)) {
            await().atMost(WITHIN).until(() -> run("product", "many-1000").exitCode() == 0);
            script.killTree();
        }
        assertThat(run("product", "many-" + (MANY / 2 - 1)).exitCode()).isEqualTo(1);

        CommandLineRun rest = run("import", list.toString());

        assertThat(rest.exitCode()).as(rest.err()).isZero();
        assertThat(rest.out()).contains("registered ", "received ", "done before ");
        await().atMost(WITHIN)
                .untilAsserted(
                        () ->
                                assertThat(
                                                run("export", "stock", "--search=many")
                                                        .out()
                                                        .lines()
                                                        .filter(line -> line.startsWith("many-"))
                                                        .filter(line -> line.contains(",5,5,0,"))
                                                        .count())
                                        .isEqualTo(MANY));
    }

    @Test
    void an_import_beyond_the_rates_of_its_client_waits_and_goes_on() throws Exception {
        // Commands and reads of a subject of its own, so that the other tests keep their rates.
        String token = "--token-file=" + system.tokenFile("inventory:read", "inventory:write");
        Path list = write("rates.csv", rates(row -> 5));
        String changed = write("changed.csv", rates(row -> row % 2 == 0 ? 5 : 6)).toString();
        double commands = refusals("commands");
        double reads = refusals("reads");

        CommandLineRun dryRun = run("import", list.toString(), "--dry-run", token);
        assertThat(dryRun.out()).as(dryRun.err()).endsWith("would be registered 80\n");
        assertThat(refusals("commands")).isGreaterThan(commands);

        assertThat(run("import", list.toString(), token).out()).isEqualTo("registered 80\n");
        CommandLineRun count = run("import", changed, "--existing=count", token);
        assertThat(count.out()).as(count.err()).isEqualTo("counted 40, unchanged 40\n");
        assertThat(refusals("reads")).isGreaterThan(reads);
    }

    @Test
    void an_import_waits_while_the_service_has_no_database_and_goes_on_without_a_double()
            throws Exception {
        String list = write("outage.csv", "sku,name,qty\nou-1,A,5\nou-2,B,6\n").toString();
        SystemDatabases databases = SystemDatabases.of(system.data());
        double failed = failedCommands();
        CompletableFuture<CommandLineRun> run;
        databases.close(SystemDatabases.EVENTS);
        try {
            run = CompletableFuture.supplyAsync(() -> run("import", list));
            await().atMost(WITHIN).until(() -> failedCommands() > failed || run.isDone());
        } finally {
            databases.open();
        }

        assertThat(run.get(WITHIN.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(new CommandLineRun(0, "registered 2\n", run.join().err()));
        assertThat(product("ou-1").path("version").asLong(0)).isEqualTo(1);
        assertThat(stock("ou-1")).isEqualTo(5);
    }

    private static String rates(IntUnaryOperator quantity) {
        return IntStream.range(0, 80)
                .mapToObj(row -> "ra-%d,A,%d\n".formatted(row, quantity.applyAsInt(row)))
                .collect(Collectors.joining("", "sku,name,qty\n", ""));
    }

    private static double refusals(String limit) throws Exception {
        return system.metric(
                "stockledger_http_rate_refusals_total\\{.*limit=\"" + limit + "\".*\\}");
    }

    private static double failedCommands() throws Exception {
        return system.metric("stockledger_commands_total\\{.*outcome=\"(failed|overloaded)\".*\\}");
    }

    private static CommandLineRun run(String... command) {
        return system.run(command);
    }

    private static JsonNode product(String id) {
        return run("product", id, "--output=json").json();
    }

    private static long stock(String id) {
        return product(id).path("totalStock").asLong(-1);
    }

    private static Path sample(String name) throws IOException {
        Path source = ProjectRoot.path().resolve("system-tests/src/test/resources/stocklists");
        return Files.copy(source.resolve(name + ".csv"), folder.resolve(name + ".csv"));
    }

    private static Path write(String name, String text) throws IOException {
        return write(name, text, StandardCharsets.UTF_8);
    }

    private static Path write(String name, String text, Charset charset) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(charset));
    }
}
