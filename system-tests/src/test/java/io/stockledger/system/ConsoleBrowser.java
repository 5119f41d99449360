package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.localstack.process.BrowserScripts;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the scenarios of {@code console/src/test/browser} in the Chromium of this machine. {@code
 * -Dstockledger.console.pictures=docs} writes small pictures of the pages into {@code docs/console}
 * instead of large ones into the folder {@code target/console}.
 */
final class ConsoleBrowser {

    private static final BrowserScripts SCRIPTS = new BrowserScripts(ProjectRoot.path());
    private static final long SCENARIO_SECONDS_MAX = 600;

    private ConsoleBrowser() {}

    /** Returns why no scenario can run on this machine; null if they can. */
    static @Nullable String reasonToSkip() {
        return SCRIPTS.reasonToSkip();
    }

    /**
     * Runs a scenario to its end.
     *
     * @param tokens the tokens that the scenario signs in with
     * @throws AssertionError with the output of the scenario, if a promise of it does not hold
     */
    static void run(String scenario, RunningSystem system, String... tokens)
            throws IOException, InterruptedException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--console=" + system.queryUrls().getFirst(),
                                "--commands=" + system.commandUrl()));
        Stream.of(tokens).map("--token="::concat).forEach(arguments::add);
        run(scenario, arguments);
    }

    /**
     * Runs a scenario to its end.
     *
     * @param arguments those of {@code run.mjs} that name the system
     * @throws AssertionError with the output of the scenario, if a promise of it does not hold
     */
    static void run(String scenario, List<String> arguments)
            throws IOException, InterruptedException {
        boolean forDocs = "docs".equals(System.getProperty("stockledger.console.pictures"));
        Path pictures =
                forDocs
                        ? ProjectRoot.path().resolve("docs/console")
                        : Path.of("target/console").toAbsolutePath();
        List<String> all = new ArrayList<>(List.of(scenario, "--pictures=" + pictures));
        if (forDocs) {
            all.add("--small");
        }
        all.addAll(arguments);
        Path output = Files.createTempFile("console-" + scenario, ".log");
        try {
            Process process =
                    new ProcessBuilder(SCRIPTS.command("run.mjs", all))
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended = process.waitFor(SCENARIO_SECONDS_MAX, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("%s ends in time: %s", scenario, text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
        } finally {
            Files.delete(output);
        }
    }
}
