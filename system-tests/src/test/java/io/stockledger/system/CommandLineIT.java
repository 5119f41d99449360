package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.stockledger.localstack.process.Ports;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The commands of {@code ./stockledger} on a system that {@code ./run --secure} has started. */
class CommandLineIT {

    private static final Duration WITHIN = Duration.ofSeconds(90);

    @TempDir private static Path folder;

    private static OperatedSystem system;

    @BeforeAll
    static void start() throws Exception {
        system = OperatedSystem.start(folder);
        system.register("mug", "Blue mug");
        system.reserve("mug", "order-1");
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    /** Each status is that of another moment: a relay without a heartbeat for 2 s is a problem. */
    @Test
    void the_status_of_a_healthy_system_begins_with_the_word() {
        await().atMost(WITHIN).untilAsserted(() -> assertHealthy(system.run("status").out()));
        await().atMost(WITHIN)
                .untilAsserted(
                        () -> {
                            JsonNode document = system.run("status", "--output=json").json();
                            assertThat(document.path("healthy").asBoolean(false)).isTrue();
                            assertThat(document.path("projections")).hasSize(4);
                        });
        assertThat(system.run("status", "--output", "csv").out())
                .startsWith("at,healthy,")
                .hasLineCount(2);
    }

    private static void assertHealthy(String status) {
        assertThat(status)
                .startsWith("healthy at ")
                .contains("leads", system.commandUrl(), "inventory", "low_stock", "dead letters  0")
                .containsPattern("rates +\\d+\\.\\d commands/s, \\d+\\.\\d events/s, \\d")
                .doesNotContain("not shown", "unknown");
    }

    @Test
    void top_prints_one_row_after_the_other() {
        assertThat(system.run("top", "--count=3", "--every=1", "--output=csv").out())
                .hasLineCount(4);
        assertThat(system.run("top", "--count=2", "--every=1", "--output=json").out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void the_status_without_the_admin_scope_names_the_part_that_is_missing() throws Exception {
        CommandLineRun status =
                system.run("status", "--token-file=" + system.tokenFile("inventory:read"));

        assertThat(status.out())
                .contains("not shown: the metrics of " + system.commandUrl())
                .contains("the token lacks the scope inventory:admin")
                .contains("unknown commands/s")
                .containsPattern("\\d events/s");
    }

    @Test
    void a_service_that_does_not_answer_is_a_problem_of_the_first_line() {
        String absent = "http://127.0.0.1:" + Ports.free();

        await().atMost(WITHIN)
                .untilAsserted(
                        () -> {
                            CommandLineRun status = statusWith(absent);
                            assertThat(status.exitCode()).isEqualTo(1);
                            assertThat(status.out().lines().findFirst().orElseThrow())
                                    .startsWith("1 problem at")
                                    .endsWith("does not answer");
                        });
    }

    private static CommandLineRun statusWith(String replica) {
        return CommandLineRun.of(
                List.of("--data=" + system.data()),
                "status",
                "--command-service=" + system.commandUrl(),
                "--query-service=" + system.queryUrl() + "," + replica);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b%2Fc", "50 % off; a=b&c?d#e", "שלום 1", "🎁", "+*~", "--mug"})
    void any_legal_id_names_a_product_and_an_order(String id) throws Exception {
        system.register(id, "Gift");
        system.reserve(id, id);

        JsonNode product = system.runOn(id, "product", "--output=json").json();
        assertThat(product.path("productId").asString("")).isEqualTo(id);
        assertThat(product.path("reservedStock").asLong(0)).isEqualTo(3);
        assertThat(product.path("lastEvents")).hasSize(2);
        await().atMost(WITHIN).until(() -> system.runOn(id, "order").exitCode() == 0);
        assertThat(
                        system.runOn(id, "order", "--output=json")
                                .json()
                                .at("/lines/0/productId")
                                .asString(""))
                .isEqualTo(id);
        await().atMost(WITHIN)
                .untilAsserted(
                        () ->
                                assertThat(
                                                system.run("tail", "--no-follow", "--product=" + id)
                                                        .out())
                                        .hasLineCount(3)
                                        .contains("ProductRegistered", "StockReserved"));
    }

    @Test
    void a_product_and_an_order_are_shown_in_every_format() {
        awaitOrder();

        assertThat(system.run("product", "mug").out())
                .contains("Blue mug", "WAREHOUSE", "order-1", "StockReserved", "7 available");
        assertThat(system.run("product", "mug", "--output=csv").out())
                .startsWith("productId,")
                .contains("\r\nmug,Blue mug,SKU,10,7,3,");
        assertThat(system.run("order", "order-1").out()).contains("STATUS", "open");
        assertThat(system.run("order", "order-1", "--output=csv").out())
                .startsWith("orderId,productId,")
                .contains("order-1,mug,3,0,0,open");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "product nil | 1 | no product 'nil' is registered",
                "order nil | 1 | the order 'nil' has no lines",
                "tail --product nil | 2 | no product 'nil' is registered",
                "rebuild nil | 2 | projection-not-found",
                "swap inventory --generation 99 | 2 | generation-not-found",
                "republish --from 99999999 | 2 | fromPosition",
                "republish --from 0 | 2 | --from must be at least 1",
                "republish --from x | 2 | 'x' is not a long",
                "republish | 2 | --from",
                "swap inventory | 2 | --generation",
                "status --output xml | 2 | 'xml'",
                "status --command-service localhost | 2 | is not an address",
                "status --token-file nowhere | 2 | cannot read the token in nowhere",
                "top --every 0 | 2 | --every must be from 1 to 3600",
                "tail --from 1 --lines 2 | 2 | exclude each other",
                "tail --lines 501 | 2 | --lines must be from 0 to 500",
                "product . | 2 | malformed-request",
                "export | 2 | a subcommand is missing",
                "export stock --in-stock maybe | 2 | inStock: must be true or false",
                "export stock --output table | 2 | 'table'",
                "export movements --file nowhere/x | 2 | check --file",
                "export movements --file . | 2 | is a folder",
                "completion fish | 2 | 'fish'",
            })
    void a_wrong_value_is_refused_in_one_line_with_its_reason(
            String command, int exitCode, String reason) {
        CommandLineRun run =
                CommandLineRun.of(
                        command.contains("completion") || command.equals("export")
                                ? List.of()
                                : system.options().stream()
                                        .filter(
                                                option ->
                                                        !command.contains(
                                                                OperatedSystem.name(option)))
                                        .toList(),
                        command.split(" ", -1));

        assertThat(run.err()).contains(reason).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "top",
                "tail",
                "product x",
                "order x",
                "export stock",
                "export movements",
                "rebuild inventory",
                "swap inventory --generation 1",
                "republish --from 1"
            })
    void each_command_says_in_one_line_why_it_has_no_answer(String command) throws Exception {
        String[] words = command.split(" ", -1);
        String nowhere = "http://127.0.0.1:" + Ports.free();
        assertRefused(
                CommandLineRun.of(
                        List.of(
                                "--data=" + folder.resolve("none"),
                                "--command-service=" + nowhere,
                                "--query-service=" + nowhere),
                        words),
                "cannot reach " + nowhere + " (the connection is refused)",
                "./run");

        Path wrong = Files.writeString(folder.resolve("wrong-token"), "a.b.c");
        assertRefused(
                CommandLineRun.of(system.with("--token-file=" + wrong), words),
                "refuses the token",
                "--token-file");

        assertRefused(
                CommandLineRun.of(
                        system.with("--token-file=" + system.tokenFile("inventory:write")), words),
                "refuses the token",
                "the token needs the scope inventory:");
    }

    @Test
    void a_rebuilt_generation_serves_and_the_former_one_is_swapped_back() {
        CommandLineRun rebuild = system.run("rebuild", "low_stock", "--output=json");
        assertThat(rebuild.exitCode()).as(rebuild.err()).isZero();
        assertThat(rebuild.json().path("state").asString("")).isEqualTo("serving");
        int generation = rebuild.json().path("generation").asInt(0);

        CommandLineRun swap = system.run("swap", "low_stock", "--generation=" + (generation - 1));
        assertThat(swap.out()).contains("generation " + (generation - 1) + " of low_stock serves");
        CommandLineRun begun = system.run("rebuild", "low_stock", "--no-wait", "--output=csv");
        assertThat(begun.out()).contains("low_stock," + (generation + 1) + ",");
    }

    @Test
    void events_are_published_again() {
        assertThat(system.run("republish", "--from=1").out()).contains("from position 1 on");
        assertThat(
                        system.run("republish", "--from=1", "--output=json")
                                .json()
                                .path("fromPosition")
                                .asInt(0))
                .isEqualTo(1);
    }

    @Test
    void an_export_is_a_complete_file_or_none() throws Exception {
        awaitOrder();
        Path file = Files.writeString(folder.resolve("stock.csv"), "of yesterday");

        assertThat(system.run("export", "stock", "--file=" + file, "--sort=none").exitCode())
                .isEqualTo(2);
        assertThat(file).content().isEqualTo("of yesterday");

        assertThat(system.run("export", "stock", "--file=" + file, "--search=blue").exitCode())
                .isZero();
        assertThat(file)
                .content()
                .startsWith("productId,name,")
                .contains("\r\nmug,")
                .isEqualTo(system.run("export", "stock", "--search=blue").out());
        assertThat(folder.toFile().list((parent, name) -> name.endsWith(".part"))).isEmpty();
        assertThat(system.run("export", "movements", "--order=order-1", "--output=json").out())
                .contains("\"StockReserved\"")
                .hasLineCount(1);
    }

    @Test
    void an_export_into_a_pipe_is_written_directly() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        CompletableFuture<String> read =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Files.readString(pipe);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });

        assertThat(system.run("export", "stock", "--file=" + pipe).exitCode()).isZero();

        assertThat(read).succeedsWithin(WITHIN, STRING).startsWith("productId,name,");
        assertThat(Files.exists(pipe) && !Files.isRegularFile(pipe)).isTrue();
    }

    @Test
    void a_tail_misses_and_repeats_no_event_when_the_service_is_restarted() throws Exception {
        var out = new OperatedSystem.FollowedOutput();
        var err = new ByteArrayOutputStream();
        long first =
                positions(system.run("tail", "-n=1", "--no-follow", "--output=json").out())
                        .getFirst();
        CompletableFuture<Integer> exitCode =
                CompletableFuture.supplyAsync(
                        () ->
                                CommandLineRun.execute(
                                        out,
                                        err,
                                        system.options(),
                                        "tail",
                                        "--from=" + (first + 1),
                                        "--output=json"));
        system.register("tail-1", "Before");
        await().atMost(WITHIN).until(() -> out.text().contains("tail-1"));

        system.queryService().destroyForcibly();
        system.register("tail-2", "While it is down");
        await().atMost(WITHIN)
                .until(() -> err.toString(StandardCharsets.UTF_8).contains("waiting"));
        system.register("tail-3", "While it is down");
        await().atMost(WITHIN).until(() -> out.text().contains("tail-3"));
        List<Long> positions = positions(out.text());
        assertThat(positions)
                .isEqualTo(
                        IntStream.range(0, positions.size()).mapToObj(i -> first + 1 + i).toList());

        out.closeReader();
        system.register("tail-4", "After the end of the reader");
        await().atMost(WITHIN).until(exitCode::isDone);
        assertThat(exitCode.join()).isEqualTo(141);
        await().atMost(WITHIN).until(() -> system.run("status").exitCode() == 0);
    }

    @Test
    void a_broken_pipe_ends_the_script_quietly() throws Exception {
        String line =
                "./stockledger tail --from 1 %s | head -n 1; exit ${PIPESTATUS[0]}"
                        .formatted(String.join(" ", system.options()));
        Process process =
                new ProcessBuilder("bash", "-c", line)
                        .directory(ProjectRoot.path().toFile())
                        .redirectErrorStream(true)
                        .start();
        system.register("pipe", "One more event");

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(141);
        assertThat(output.lines().filter(each -> !each.startsWith("Building"))).hasSize(1);
    }

    private static void assertRefused(CommandLineRun run, String... reasons) {
        assertThat(run.err()).contains(reasons).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    private static void awaitOrder() {
        await().atMost(WITHIN).until(() -> system.run("order", "order-1").exitCode() == 0);
    }

    private static List<Long> positions(String lines) {
        return lines.lines()
                .map(line -> JsonMapper.shared().readTree(line).path("position").asLong(0))
                .toList();
    }
}
