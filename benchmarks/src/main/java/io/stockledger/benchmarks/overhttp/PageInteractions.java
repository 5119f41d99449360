package io.stockledger.benchmarks.overhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.localstack.process.BrowserScripts;
import io.stockledger.localstack.process.Ports;

import org.HdrHistogram.Histogram;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One person who uses the console in a real browser. The latency of an interaction is the time from
 * the input to the frame that shows its result. The load fails if an interaction has no result, if
 * the page crashes or logs an error, or if its memory grows. It is run once.
 */
final class PageInteractions implements Load {

    /**
     * An interaction with the reads of the API that it caused.
     *
     * @param reads the paths that are read together, one list after the other
     */
    record Done(PageInteraction interaction, List<List<String>> reads) {}

    /** The page keeps a bounded number of rows, so its memory does not grow with time. */
    private static final double HEAP_GROWTH_MAX_MIB = 8;

    private static final int DIGITS = 3;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final BrowserScripts scripts;
    private final int port;
    private final int leastOfEach;
    private final Consumer<List<String>> view;
    private final Histogram all = new Histogram(DIGITS);
    private final Map<PageInteraction, Histogram> each = new EnumMap<>(PageInteraction.class);
    private final List<Done> done = new ArrayList<>();
    private PageFigures figures =
            new PageFigures(0, 0, 0, 0, 0, 0, 0, new PageFigures.Bounds(0, 0));

    /**
     * Creates the load.
     *
     * @param leastOfEach each interaction is done so many times, also if that takes longer than the
     *     measured time
     * @param view receives the ids of the products in view after each interaction
     */
    PageInteractions(
            BrowserScripts scripts, int port, int leastOfEach, Consumer<List<String>> view) {
        this.scripts = scripts;
        this.port = port;
        this.leastOfEach = leastOfEach;
        this.view = view;
        for (PageInteraction interaction : PageInteraction.values()) {
            each.put(interaction, new Histogram(DIGITS));
        }
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        List<String> arguments =
                List.of(
                        "--console=http://%s:%d".formatted(Ports.LOOPBACK, port),
                        "--least=" + leastOfEach,
                        "--seconds=" + times.seconds(),
                        "--warm-up=" + times.warmUpSeconds());
        Path errors = Files.createTempFile("console-measurement-", ".log");
        Process process =
                new ProcessBuilder(scripts.command("measure.mjs", arguments))
                        .redirectError(errors.toFile())
                        .start();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                accept(MAPPER.readTree(line));
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException(Files.readString(errors));
            }
        } finally {
            stop(process);
            Files.delete(errors);
        }
        double growth = figures.heapMiB().after() - figures.heapMiB().before();
        if (growth > HEAP_GROWTH_MAX_MIB) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "the page has grown by %.1f MiB", growth));
        }
        return measured(all);
    }

    /** Returns the figures of one interaction, after the load has ended. */
    Measurement of(PageInteraction interaction) {
        return measured(Objects.requireNonNull(each.get(interaction)));
    }

    /** Returns all interactions in their order, after the load has ended. */
    List<Done> done() {
        return List.copyOf(done);
    }

    /** Returns the figures of the page, after the load has ended. */
    PageFigures figures() {
        return figures;
    }

    private Measurement measured(Histogram micros) {
        return new Measurement(
                micros.getTotalCount(), figures.seconds(), Latency.ofMicros(micros), null);
    }

    private void accept(JsonNode line) {
        if (line.has("view")) {
            view.accept(texts(line.path("view")));
        } else if (line.has("interaction")) {
            String name = line.path("interaction").asString();
            var interaction = PageInteraction.valueOf(name.toUpperCase(Locale.ROOT));
            long micros = Math.round(line.path("ms").asDouble() * 1_000);
            all.recordValue(micros);
            Objects.requireNonNull(each.get(interaction)).recordValue(micros);
            List<List<String>> reads = new ArrayList<>();
            line.path("reads").forEach(together -> reads.add(texts(together)));
            done.add(new Done(interaction, reads));
        } else {
            figures = PageFigures.of(line);
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    /** Ends the script and the browser, if they still run. */
    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
