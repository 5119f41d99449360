package io.stockledger.cli.restored;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.Stockledger;
import io.stockledger.cli.sources.Brokers;
import io.stockledger.cli.sources.SourceOptions;
import io.stockledger.cli.sources.Sources;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** The command line that starts a new epoch of the event log. */
@Command(
        name = "restored",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Starts a new epoch after the events database was restored.",
        description = {
            "Tells a system that its events database was restored to an earlier moment. Until then"
                + " both services refuse to go on, because the topic and the read models have"
                + " events that the restored log does not have. This command starts a new epoch of"
                + " the event log: the relay publishes the whole log again, and every read model is"
                + " built from it.",
            "",
            "Without addresses it works on the system that ./run has started. Otherwise the"
                    + " password of the role is read from the environment variable "
                    + SourceOptions.EVENTS_PASSWORD
                    + ".",
            ""
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:a new epoch has started", "2:nothing has changed"})
public final class RestoredCommand implements Callable<Integer> {

    private static final String OWNER = "stockledger_owner";

    private static final String START = "SELECT start_log_epoch(?, ?)";

    private static final String HEAD = "SELECT position FROM log_head";

    @Mixin private SourceOptions options = new SourceOptions();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "The reason of the restore, which is stored with the epoch.")
    private String reason = "";

    @Override
    public Integer call() {
        if (reason.isBlank()) {
            throw new OperatorFailure("--reason is blank");
        }
        Sources sources = options.sources(OWNER);
        Brokers brokers = sources.brokers();
        int publishedEpoch =
                brokers == null ? 0 : LastHeartbeat.epochNumber(brokers, sources.topic());
        try (Connection connection = sources.events().openToWrite();
                PreparedStatement start = connection.prepareStatement(START)) {
            start.setString(1, reason);
            start.setInt(2, publishedEpoch);
            try (ResultSet row = start.executeQuery()) {
                row.next();
                System.out.printf(
                        "epoch %d of the event log has started with %,d events; the relay publishes"
                                + " them again, and every read model is built from them%n",
                        row.getInt(1), head(connection));
            }
            return 0;
        } catch (SQLException e) {
            throw new OperatorFailure(
                    "the new epoch was not started: %s. It needs the owner of the events database (%s)."
                            .formatted(e.getMessage(), OWNER),
                    e);
        }
    }

    private static long head(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HEAD);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
