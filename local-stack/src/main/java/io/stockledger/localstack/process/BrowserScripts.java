package io.stockledger.localstack.process;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scripts of {@code console/src/test/browser}, which drive the Chromium of this machine with
 * Node.js. Thread-safe.
 */
public final class BrowserScripts {

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

    private final Path console;

    /**
     * @param root the root folder of the project
     */
    public BrowserScripts(Path root) {
        this.console = root.resolve("console").toAbsolutePath();
    }

    /** Returns why no script can run on this machine; null if they can. */
    public @Nullable String reasonToSkip() {
        if (onPath("node") == null) {
            return "Node.js is not installed";
        }
        if (Files.exists(console.resolve("target/not-built"))) {
            return "the console was not built";
        }
        if (!Files.exists(console.resolve("node_modules/playwright-core"))) {
            return "npm has not installed the packages of the console";
        }
        return browser() == null ? "Chromium is not installed" : null;
    }

    /**
     * Returns the command that runs a script.
     *
     * @param script the name of its file
     * @param arguments those besides the browser
     */
    public List<String> command(String script, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add("node");
        command.add(console.resolve("src/test/browser").resolve(script).toString());
        command.addAll(arguments);
        command.add("--chromium=" + browser());
        return command;
    }

    private static @Nullable Path browser() {
        return BROWSERS.stream()
                .flatMap(name -> Stream.ofNullable(onPath(name)))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Path onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
