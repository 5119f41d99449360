package io.stockledger.cli.sources;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.events.EventTopic;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The options that name the system. Without addresses it is the one that ./run has started. */
public final class SourceOptions {

    /** The variable with the password of the role that uses the events database. */
    public static final String EVENTS_PASSWORD = "STOCKLEDGER_EVENTS_PASSWORD";

    /** The variable with the password of the role that uses the views database. */
    public static final String VIEWS_PASSWORD = "STOCKLEDGER_VIEWS_PASSWORD";

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = ".stockledger",
            description =
                    "The data folder of ./run, whose system is meant. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("");

    @Option(
            names = "--events",
            paramLabel = "URL",
            description = "The JDBC URL of the events database. Default: that of ./run")
    private @Nullable String eventsUrl;

    @Option(
            names = "--events-user",
            paramLabel = "ROLE",
            description =
                    "The role of the events database. Default: stockledger_owner to start an"
                            + " epoch; to read, stockledger_reader of ./run, and stockledger_app"
                            + " elsewhere")
    private @Nullable String eventsUser;

    @Option(
            names = "--views",
            paramLabel = "URL",
            description = "The JDBC URL of the views database. Default: that of ./run")
    private @Nullable String viewsUrl;

    @Option(
            names = "--views-user",
            paramLabel = "ROLE",
            description =
                    "The role of the views database. Default: stockledger_reader of ./run, and"
                            + " stockledger_query elsewhere")
    private @Nullable String viewsUser;

    @Option(
            names = "--kafka",
            paramLabel = "SERVERS",
            description = "The bootstrap servers of Kafka. Default: those of ./run")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "A properties file with further settings of the Kafka client, such as those of"
                            + " TLS and SASL")
    private @Nullable Path kafkaConfig;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = EventTopic.DEFAULT_NAME,
            description = "The topic of the events. Default: ${DEFAULT-VALUE}")
    private String topic = EventTopic.DEFAULT_NAME;

    /** The data folder, which also exists without {@code ./run}. */
    public Path data() {
        return data;
    }

    /**
     * The sources that the options name, with the roles that read.
     *
     * @throws OperatorFailure if the options contradict each other, or the data folder is not one
     */
    public Sources sourcesToRead() {
        return sources(null);
    }

    /**
     * The sources that the options name. If {@code --events} is given, only named sources are
     * known; otherwise all are those of the data folder.
     *
     * @param eventsRole the role of the events database unless an option names another one; null
     *     for the one that reads
     * @throws OperatorFailure if the options contradict each other, or the data folder is not one
     */
    public Sources sources(@Nullable String eventsRole) {
        String role = eventsUser == null ? eventsRole : eventsUser;
        if (eventsUrl == null) {
            if (viewsUrl != null || kafka != null || kafkaConfig != null) {
                throw new OperatorFailure("--views, --kafka and --kafka-config also need --events");
            }
            var folder = new LocalStackFolder(data);
            return new Sources(
                    folder.eventsDatabase(role == null ? folder.eventsReader() : role),
                    folder.viewsDatabase(viewsUser == null ? folder.viewsReader() : viewsUser),
                    folder.brokers(),
                    topic);
        }
        return new Sources(
                new Database(
                        "events database",
                        eventsUrl,
                        role == null ? Sources.APPLICATION : role,
                        password(EVENTS_PASSWORD)),
                viewsUrl == null
                        ? null
                        : new Database(
                                "views database",
                                viewsUrl,
                                viewsUser == null ? Sources.QUERY : viewsUser,
                                password(VIEWS_PASSWORD)),
                kafka == null ? null : Brokers.at(kafka, kafkaConfig),
                topic);
    }

    private static String password(String variable) {
        return System.getenv().getOrDefault(variable, "");
    }
}
