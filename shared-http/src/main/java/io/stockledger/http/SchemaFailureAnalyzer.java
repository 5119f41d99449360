package io.stockledger.http;

import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import java.util.Locale;

/** Says that the tables of a database were made by another version, and in what they differ. */
public final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<FlywayValidateException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayValidateException cause) {
        return new FailureAnalysis(
                "the tables of the database are those of another version of Stockledger: "
                        + difference(String.valueOf(cause.getMessage()))
                        + ";",
                "start the version that made them, or restore the database from a backup of this"
                        + " version",
                cause);
    }

    /** The first line that names a migration; the message has further lines of advice. */
    private static String difference(String message) {
        return message.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("migration "))
                .findFirst()
                .orElse(message);
    }
}
