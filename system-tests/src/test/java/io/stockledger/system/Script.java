package io.stockledger.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A script of the project's root as a running process, and its output so far. */
final class Script implements AutoCloseable {

    private static final Path ROOT = ProjectRoot.path();

    /**
     * Longer than {@code ./run} waits for its services, Kafka and Postgres before it kills them.
     */
    private static final long STOP_SECONDS_MAX = 180;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Script(Process process) {
        this.process = process;
        // Not a virtual thread: reading from a pipe keeps its carrier, of which there are as many
        // as cores.
        this.reader = Thread.ofPlatform().daemon().start(this::readLines);
    }

    /** Starts {@code ./name arguments...} in the project's root. */
    static Script start(String name, List<String> arguments) {
        return start(ROOT, name, arguments, Map.of());
    }

    /** Starts the script in the project's root with these additional environment variables. */
    static Script start(String name, List<String> arguments, Map<String, String> environment) {
        return start(ROOT, name, arguments, environment);
    }

    /** Starts a copy of the script in another root with these additional environment variables. */
    static Script startCopy(
            Path root, String name, List<String> arguments, Map<String, String> environment)
            throws IOException {
        Files.createDirectories(root);
        try (Stream<Path> files = Files.walk(ROOT.resolve("bin"))) {
            for (Path file : files.toList()) {
                copy(file, root.resolve(ROOT.relativize(file)));
            }
        }
        copy(ROOT.resolve(name), root.resolve(name));
        return start(root, name, arguments, environment);
    }

    private static void copy(Path file, Path copy) throws IOException {
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static Script start(
            Path root, String name, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(root.resolve(name).toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // The optimising compiler does not pay for processes that run for seconds only.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        try {
            return new Script(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for a line with this beginning, and fails if the process ends or the time passes before
     * it.
     */
    void awaitLine(String beginning, long seconds) throws InterruptedException {
        awaitAnyLine(List.of(beginning), seconds);
    }

    /** Waits in the same way for a line with one of these beginnings. */
    void awaitAnyLine(List<String> beginnings, long seconds) throws InterruptedException {
        Predicate<String> wanted = line -> beginnings.stream().anyMatch(line.strip()::startsWith);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (lines.stream().noneMatch(wanted)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                reader.join();
                if (lines.stream().noneMatch(wanted)) {
                    throw new AssertionError(
                            "The process ended without '" + beginnings + "':\n" + output());
                }
            } else if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "The process printed no '"
                                + beginnings
                                + "' within "
                                + seconds
                                + " s:\n"
                                + output());
            }
        }
    }

    /** Waits for the end of the process and returns the exit code. */
    int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError(
                    "The process still runs after " + seconds + " s:\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** Sends SIGTERM, as a supervisor does. The output stays open until the process ends. */
    void terminate() {
        // Process.destroy() would also close this side's streams, and lose the last lines.
        process.toHandle().destroy();
    }

    /** Sends SIGKILL to the process and its descendants, so that none of them can clean up. */
    void killTree() {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        // The process first, so that it does not see its children end and start them again.
        tree.addFirst(process.toHandle());
        tree.forEach(ProcessHandle::destroyForcibly);
        tree.forEach(handle -> handle.onExit().join());
    }

    /** Returns the command lines of the descendants of the process. */
    List<String> descendantCommands() {
        return process.descendants().flatMap(child -> child.info().commandLine().stream()).toList();
    }

    /** Returns the ids of the process and its descendants. */
    List<Long> processIds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    String output() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(STOP_SECONDS_MAX, TimeUnit.SECONDS).join();
    }

    private void readLines() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(the output ended: " + e.getMessage() + ")");
        }
    }
}
