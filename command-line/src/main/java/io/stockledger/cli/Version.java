package io.stockledger.cli;

import picocli.CommandLine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of the build, which the programs of the project print. */
public final class Version {

    private static final String FILE = "version.txt";

    private Version() {}

    /** Makes the program and its subcommands print the version, and returns the program. */
    public static CommandLine printedBy(CommandLine program) {
        program.getCommandSpec().version("stockledger " + text());
        program.getSubcommands().values().forEach(Version::printedBy);
        return program;
    }

    private static String text() {
        try (InputStream file = Version.class.getResourceAsStream(FILE)) {
            return new String(
                            Objects.requireNonNull(file, FILE).readAllBytes(),
                            StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
