package io.stockledger.localstack.launcher;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.StackFailure;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Settings that the first start chooses and later starts use again: passwords and ports. */
final class RememberedSettings {

    private RememberedSettings() {}

    /** The ports that only the stack itself uses. */
    record InnerPorts(int postgres, int kafka, int kafkaController) {}

    /**
     * Returns the passwords of the file, which only its owner can read. The first start generates
     * them.
     */
    static Passwords passwords(Path file, boolean databaseExists) {
        if (!Files.exists(file) && databaseExists) {
            throw new StackFailure(
                    "%s is missing, but the database needs it: restore the file, or delete all data with --fresh."
                            .formatted(file));
        }
        Properties known = read(file);
        if (known.isEmpty()) {
            Passwords passwords = Passwords.generate();
            known.setProperty("administrator", passwords.administrator());
            known.setProperty("owner", passwords.owner());
            known.setProperty("application", passwords.application());
            known.setProperty("query", passwords.query());
            known.setProperty("reader", passwords.reader());
            write(file, known);
        } else if (!known.containsKey("reader")) {
            // A file of a version before the role, which the start creates then.
            known.setProperty("reader", Passwords.next());
            write(file, known);
        }
        return new Passwords(
                required(known, "administrator", file),
                required(known, "owner", file),
                required(known, "application", file),
                required(known, "query", file),
                required(known, "reader", file));
    }

    /**
     * Returns the ports of the file; a port that is not free is replaced by another one.
     *
     * @param free whether the stack can have the port for itself
     */
    static InnerPorts ports(Path file, IntPredicate free) {
        Properties known = read(file);
        Properties chosen = new Properties();
        for (String name : new String[] {"postgres", "kafka", "kafka-controller"}) {
            int port = number(known.getProperty(name, "0"));
            boolean usable = port > 0 && free.test(port) && !chosen.containsValue("" + port);
            chosen.setProperty(name, Integer.toString(usable ? port : other(free, chosen)));
        }
        if (!chosen.equals(known)) {
            write(file, chosen);
        }
        return new InnerPorts(
                number(chosen.getProperty("postgres")),
                number(chosen.getProperty("kafka")),
                number(chosen.getProperty("kafka-controller")));
    }

    private static int other(IntPredicate free, Properties chosen) {
        return IntStream.generate(Ports::free)
                .filter(free)
                .filter(port -> !chosen.containsValue("" + port))
                .findFirst()
                .orElseThrow();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String required(Properties properties, String name, Path file) {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new StackFailure(
                    "%s has no password of %s: restore the file, or delete all data with --fresh."
                            .formatted(file, name));
        }
        return value;
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new StackFailure(
                        "Cannot read %s (%s): make it readable.".formatted(file, e), e);
            }
        }
        return properties;
    }

    private static void write(Path file, Properties properties) {
        try {
            StringWriter text = new StringWriter();
            properties.store(text, "Written by ./run");
            Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
            Files.deleteIfExists(fresh);
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot write %s (%s): make the data folder writable, or free some disk space."
                            .formatted(file, e),
                    e);
        }
    }
}
