package io.stockledger.cli.sources;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.events.EventTopic;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * The two databases and the topic of a system.
 *
 * @param views null if it is not named
 * @param brokers null if they are not named
 * @param topic the topic of the events
 */
public record Sources(
        Database events, @Nullable Database views, @Nullable Brokers brokers, String topic) {

    static final String APPLICATION = "stockledger_app";
    static final String QUERY = "stockledger_query";

    /** The role that only reads, in both databases. */
    static final String READER = "stockledger_reader";

    /**
     * All sources of the system that {@code ./run} keeps in a folder, with the roles that read.
     *
     * @throws OperatorFailure if it is not the data folder of a system
     */
    public static Sources ofFolder(Path data) {
        var folder = new LocalStackFolder(data);
        return new Sources(
                folder.eventsDatabase(folder.eventsReader()),
                folder.viewsDatabase(folder.viewsReader()),
                folder.brokers(),
                EventTopic.DEFAULT_NAME);
    }

    /** Their names, such as in "no differences in the event log and the topic". */
    public String described() {
        if (views == null) {
            return brokers == null ? "the event log" : "the event log and the topic";
        }
        return brokers == null
                ? "the event log and the read models"
                : "the event log, the read models and the topic";
    }
}
