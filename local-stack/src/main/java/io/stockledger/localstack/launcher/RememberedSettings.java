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

/** What was chosen at the first start and holds for the next ones: passwords and inner ports. */
final class RememberedSettings {

    private RememberedSettings() {}

    /** The ports that only the stack itself uses. */
    record InnerPorts(int postgres, int kafka, int kafkaController) {}

    /** The passwords of the file, which only its owner may read; generated at the first start. */
    static Passwords passwords(Path file, boolean databaseExists) {
        if (!Files.exists(file) && databaseExists) {
            throw new StackFailure(
                    "%s is missing, and the database beside it needs it: restore it, or begin anew with --fresh."
                            .formatted(file));
        }
        Properties known = read(file);
        if (known.isEmpty()) {
            Passwords passwords = Passwords.generate();
            known.setProperty("administrator", passwords.administrator());
            known.setProperty("owner", passwords.owner());
            known.setProperty("application", passwords.application());
            known.setProperty("query", passwords.query());
            write(file, known);
        }
        return new Passwords(
                required(known, "administrator", file),
                required(known, "owner", file),
                required(known, "application", file),
                required(known, "query", file));
    }

    /** The ports of the file as far as they are free now, and others for the rest. */
    static InnerPorts ports(Path file, IntPredicate free) {
        Properties known = read(file);
        Properties chosen = new Properties();
        for (String name : new String[] {"postgres", "kafka", "kafka-controller"}) {
            int port = number(known.getProperty(name, "0"));
            boolean usable = port > 0 && free.test(port) && !chosen.containsValue("" + port);
            chosen.setProperty(name, Integer.toString(usable ? port : Ports.free()));
        }
        if (!chosen.equals(known)) {
            write(file, chosen);
        }
        return new InnerPorts(
                number(chosen.getProperty("postgres")),
                number(chosen.getProperty("kafka")),
                number(chosen.getProperty("kafka-controller")));
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
                    "%s names no password of %s: restore it, or begin anew with --fresh."
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
                        "%s cannot be read (%s): make it readable.".formatted(file, e), e);
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
                    "%s cannot be written (%s): make the data folder writable, or free some space."
                            .formatted(file, e),
                    e);
        }
    }
}
