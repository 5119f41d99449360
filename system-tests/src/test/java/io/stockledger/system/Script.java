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
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A script of the project's root, running as a process, and what it has printed so far. */
final class Script implements AutoCloseable {

    private static final Path ROOT = root();

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Script(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::readLines);
    }

    /** Starts {@code ./name arguments...} in the project's root. */
    static Script start(String name, List<String> arguments) {
        return start(ROOT, name, arguments, Map.of());
    }

    /** Starts a copy of the script in another root, with more in its environment. */
    static Script startCopy(
            Path root, String name, List<String> arguments, Map<String, String> environment)
            throws IOException {
        for (String file : List.of(name, "bin/find-jdk25")) {
            Path copy = root.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(ROOT.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return start(root, name, arguments, environment);
    }

    private static Script start(
            Path root, String name, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(root.resolve(name).toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // Processes that live for seconds only do not earn back what the second compiler costs.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        try {
            return new Script(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for a line that begins so, and fails where the process ends or the time runs out
     * before.
     */
    void awaitLine(String beginning, long seconds) throws InterruptedException {
        Predicate<String> wanted = line -> line.strip().startsWith(beginning);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (lines.stream().noneMatch(wanted)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                reader.join();
                if (lines.stream().noneMatch(wanted)) {
                    throw new AssertionError("ended without '" + beginning + "':\n" + output());
                }
            } else if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "no '" + beginning + "' within " + seconds + " s:\n" + output());
            }
        }
    }

    /** Waits for the end and answers the exit code. */
    int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s:\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** Asks it to end, as a supervisor would (SIGTERM). */
    void terminate() {
        process.destroy();
    }

    /** Kills it and every process below it at once (SIGKILL): nobody gets to clean up. */
    void killTree() {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        tree.forEach(ProcessHandle::destroyForcibly);
        tree.forEach(handle -> handle.onExit().join());
    }

    /** The command lines of the processes below it. */
    List<String> commandsBelow() {
        return process.descendants().flatMap(child -> child.info().commandLine().stream()).toList();
    }

    String output() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void readLines() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(the output ended: " + e.getMessage() + ")");
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("run"))) {
            folder = Objects.requireNonNull(folder.getParent(), "not below the project's root");
        }
        return folder;
    }
}
