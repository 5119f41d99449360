package io.stockledger.query.generations;

import io.stockledger.query.generations.Generation.State;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * The generations of the read models that this replica has. A replica registers its versions here
 * when it starts; {@link GenerationTransitions} changes the states of the generations later.
 * Thread-safe.
 */
public final class Generations {

    private final List<ReadModel> readModels;
    private final GenerationTransactions transactions;
    private final GenerationTable table;
    private final GenerationSchemas schemas;
    private final IntakeGroupTable groups;

    public Generations(DataSource dataSource, List<? extends ReadModel> readModels) {
        this.readModels = List.copyOf(readModels);
        this.transactions = new GenerationTransactions(dataSource);
        JdbcClient jdbc = JdbcClient.create(dataSource);
        this.table = new GenerationTable(jdbc);
        this.groups = new IntakeGroupTable(jdbc);
        this.schemas = new GenerationSchemas(dataSource);
    }

    /** The {@code search_path} with which reads find the tables of these versions. */
    public static String searchPath(List<? extends ReadModel> readModels) {
        return GenerationSchemas.searchPath(readModels);
    }

    /**
     * Has the statements of the present transaction read the tables of the generations that answer
     * reads now, and not the views that lead to them. A long transaction therefore does not delay a
     * swap, and goes on reading the same tables after it.
     *
     * @param transaction the connection of the transaction
     */
    public static void readTables(DataSource transaction, List<? extends ReadModel> readModels) {
        JdbcClient jdbc = JdbcClient.create(transaction);
        List<Generation> present = new GenerationTable(jdbc).present();
        GenerationSchemas.readTables(
                jdbc,
                readModels,
                readModels.stream()
                        .map(each -> Generation.answeringReads(present, each).orElseThrow())
                        .toList());
    }

    /**
     * Gives each read model a generation of this replica's version, with tables, and with views
     * through which reads find them. Call it before the first read and the first batch.
     *
     * <p>If none of these versions serves yet, the replicas' own group builds all of them from the
     * beginning of the topic, and they serve from the start. Otherwise a missing version is built
     * like a rebuild, beside the serving ones.
     */
    public void register() {
        transactions.withStatesLocked(
                () -> {
                    insertMissing(table.present());
                    return true;
                });
        for (ReadModel readModel : readModels) {
            table.present().stream()
                    .filter(each -> each.isOf(readModel) && each.state() != State.DROPPING)
                    .forEach(each -> schemas.migrate(readModel, each));
            serve(readModel);
        }
    }

    private void insertMissing(List<Generation> present) {
        boolean nothingServes =
                readModels.stream().noneMatch(readModel -> serves(present, readModel));
        for (ReadModel readModel : readModels) {
            if (Generation.answeringReads(present, readModel).isEmpty()) {
                table.insert(
                        readModel,
                        nothingServes ? State.SERVING : State.BUILDING,
                        Generation.newestEpoch(present, readModel).orElse(null));
            }
        }
    }

    private static boolean serves(List<Generation> present, ReadModel readModel) {
        return Generation.find(present, readModel, state -> state == State.SERVING).isPresent();
    }

    private void serve(ReadModel readModel) {
        transactions.withStatesLocked(
                () -> {
                    Generation answering =
                            Generation.answeringReads(table.present(), readModel).orElseThrow();
                    if (!schemas.isServed(readModel, answering)) {
                        schemas.serve(answering);
                    }
                    return true;
                });
    }

    /**
     * The consumer group of all replicas that have the same versions as this one: the configured
     * name for the first set of versions in the database, and the name with a number for every
     * later set.
     */
    public String groupId(String configured) {
        String versions =
                readModels.stream()
                        .map(readModel -> readModel.name() + " " + readModel.version())
                        .sorted()
                        .collect(Collectors.joining(", "));
        int number = transactions.withStatesLocked(() -> groups.number(versions));
        return number == 1 ? configured : configured + "-" + number;
    }

    /** The read model of this name, if there is one. */
    public Optional<ReadModel> readModel(String name) {
        return readModels.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** The generations of the versions that this replica has. */
    public List<Generation> own() {
        return table.present().stream()
                .filter(generation -> readModels.stream().anyMatch(generation::isOf))
                .toList();
    }
}
