package io.stockledger.system;

import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.StandardOutput;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of {@code ./stockledger} in this process.
 *
 * @param out what it has written to stdout
 * @param err what it has written to stderr
 */
record CommandLineRun(int exitCode, String out, String err) {

    /** Runs the command with these options, and waits for its end. */
    static CommandLineRun of(List<String> options, String... command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = execute(out, err, options, command);
        return new CommandLineRun(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** Runs the command with these outputs, and returns its exit code. */
    static int execute(
            OutputStream out, OutputStream err, List<String> options, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(options);
        return Stockledger.execute(
                new PrintWriter(new StandardOutput(out), true, StandardCharsets.UTF_8),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                arguments.toArray(String[]::new));
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }
}
