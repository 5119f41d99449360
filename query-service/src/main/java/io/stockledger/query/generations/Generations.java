package io.stockledger.query.generations;

import io.stockledger.query.changes.ChangeLog;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.intake.Projection;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * The generations of the read models that this replica has, each change of state one transaction.
 * What is decided here is decided by the database: any replica may do it, and any may be killed.
 * Thread-safe.
 */
public final class Generations {

    /**
     * How long a change waits for reads and batches under way. Reads that come meanwhile wait
     * behind it, so it gives up soon and is tried again.
     */
    private static final String LIMIT_LOCKS = "SELECT set_config('lock_timeout', '250ms', true)";

    /** The SQLSTATE of a lock that was waited for in vain. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final List<Projection> projections;
    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final TransactionTemplate transactions;
    private final TransactionTemplate snapshots;
    private final GenerationQueries queries;
    private final GenerationSchemas schemas;
    private final ChangeLog changes = new ChangeLog();

    public Generations(DataSource dataSource, List<Projection> projections) {
        this.projections = List.copyOf(projections);
        this.jdbc = JdbcClient.create(dataSource);
        this.template = new JdbcTemplate(dataSource);
        var manager = new DataSourceTransactionManager(dataSource);
        this.transactions = new TransactionTemplate(manager);
        this.snapshots = new TransactionTemplate(manager);
        snapshots.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.queries = new GenerationQueries(jdbc);
        this.schemas = new GenerationSchemas(dataSource);
    }

    /** Where reads of these projections find their tables: a value of {@code search_path}. */
    public static String searchPath(List<Projection> projections) {
        return GenerationSchemas.searchPath(projections);
    }

    /**
     * Sees to it that each read model has a generation of the version that this replica has, with
     * its tables, and reads lead to it; to be called before the first read and the first batch.
     * Where nothing of these versions is served yet, all are built from the beginning by the
     * replicas' own group; else what is missing is built beside what is there.
     */
    public void register() {
        transactions.executeWithoutResult(
                _ -> {
                    lockStates();
                    List<Generation> present = queries.present();
                    boolean first = projections.stream().noneMatch(p -> has(present, p, SERVING));
                    for (Projection projection : projections) {
                        if (!has(present, projection, SERVING.or(State::isRebuild))) {
                            queries.insert(projection, first ? State.SERVING : State.BUILDING);
                        }
                    }
                });
        for (Projection projection : projections) {
            queries.present().stream()
                    .filter(g -> isOf(g, projection) && g.state() != State.DROPPING)
                    .forEach(g -> schemas.migrate(projection, g));
            leadReads(projection);
        }
    }

    private static final Predicate<State> SERVING = state -> state == State.SERVING;

    private void leadReads(Projection projection) {
        transactions.executeWithoutResult(
                _ -> {
                    lockStates();
                    Generation read = read(queries.present(), projection);
                    if (!schemas.isLedTo(projection, read)) {
                        schemas.serve(read);
                    }
                });
    }

    /** The serving generation, or the one that is being built as the first of its version. */
    private static Generation read(List<Generation> present, Projection projection) {
        return present.stream()
                .filter(g -> isOf(g, projection) && g.state() == State.SERVING)
                .findFirst()
                .or(
                        () ->
                                present.stream()
                                        .filter(g -> isOf(g, projection) && g.state().isRebuild())
                                        .findFirst())
                .orElseThrow();
    }

    private static boolean has(
            List<Generation> present, Projection projection, Predicate<State> state) {
        return present.stream().anyMatch(g -> isOf(g, projection) && state.test(g.state()));
    }

    static boolean isOf(Generation generation, Projection projection) {
        return generation.projection().equals(projection.name())
                && generation.version() == projection.version();
    }

    /**
     * The consumer group of the replicas that have just the versions that this one has: the set
     * name for the first such versions of the database, with a number for later ones.
     */
    public String groupId(String set) {
        String versions =
                projections.stream()
                        .map(p -> p.name() + " " + p.version())
                        .sorted()
                        .collect(Collectors.joining(", "));
        int number =
                inTransaction(
                        () -> {
                            lockStates();
                            return queries.groupNumber(versions);
                        });
        return number == 1 ? set : set + "-" + number;
    }

    /** The read model of this name, where there is one. */
    public Optional<Projection> projection(String name) {
        return projections.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** The generations of the versions that this replica has. */
    public List<Generation> own() {
        return queries.present().stream()
                .filter(g -> projections.stream().anyMatch(p -> isOf(g, p)))
                .toList();
    }

    /** Begins a rebuild; refused where one is under way. */
    public Change start(Projection projection) {
        return inTransaction(
                () -> {
                    lockStates();
                    for (Generation generation : queries.lockedOf(projection.name())) {
                        if (isOf(generation, projection) && generation.state().isRebuild()) {
                            return new Change.Refused(generation);
                        }
                    }
                    return new Change.Done(queries.insert(projection, State.BUILDING));
                });
    }

    /** Ends a rebuild, whose tables are dropped soon after; refused where none is under way. */
    public Change cancel(Projection projection) {
        return inTransaction(
                () -> {
                    lockStates();
                    List<Generation> all = queries.lockedOf(projection.name());
                    Generation serving = read(all, projection);
                    for (Generation generation : all) {
                        if (isOf(generation, projection)
                                && generation.state().isRebuild()
                                && generation.number() != serving.number()) {
                            queries.move(generation, State.DROPPING);
                            return new Change.Done(generation);
                        }
                    }
                    return new Change.Refused(serving);
                });
    }

    /** Creates the tables of a generation that is to be built. */
    public void migrate(Projection projection, Generation generation) {
        schemas.migrate(projection, generation);
    }

    public boolean hasCaughtUp(Generation generation, String topicId) {
        return queries.hasCaughtUp(generation, projections, topicId);
    }

    /**
     * Has every batch from now on take the generation along, if it has caught up; the first of its
     * version serves from now on.
     */
    public boolean follow(Generation building, String topicId) {
        return inTransaction(
                () -> {
                    lockStates();
                    Projection projection = projection(building.projection()).orElseThrow();
                    if (!queries.hasCaughtUp(building, projections, topicId)) {
                        return false;
                    }
                    boolean first = !has(queries.present(), projection, SERVING);
                    if (!first) {
                        return queries.move(building, State.COMPARING);
                    }
                    announceSwap();
                    return queries.move(building, State.SERVING);
                });
    }

    /**
     * What differs between the rows of two generations at one moment and one position, a line for
     * each table and generation. It takes as long as reading all of them.
     *
     * @return empty where they are equal; null while the one that was built is ahead of the other
     */
    public @Nullable String differences(Generation one, Generation other, String topicId) {
        return snapshots.execute(
                _ -> {
                    if (!queries.areTogether(one, other, topicId)) {
                        return null;
                    }
                    String ofOne = schemas.checksums(one);
                    String ofOther = schemas.checksums(other);
                    return ofOne.equals(ofOther)
                            ? ""
                            : one.schema() + "\n" + ofOne + other.schema() + "\n" + ofOther;
                });
    }

    /** Keeps the outcome of a comparison; false where the rebuild was cancelled meanwhile. */
    public boolean compared(Generation comparing, boolean equal) {
        return inTransaction(
                () -> {
                    lockStates();
                    queries.keepChecksums(comparing, equal);
                    return equal || queries.move(comparing, State.DIFFERS);
                });
    }

    /**
     * Leads reads to another generation of the same version, on every replica at once: each read
     * sees the one or the other whole, and both are at the same position.
     *
     * @param from the states in which it may be; the position is that of the serving one in those
     *     after a comparison
     */
    public Change swap(Projection projection, int number, Set<State> from) {
        return unlessBusy(
                () -> {
                    List<Generation> all = queries.lockedOf(projection.name());
                    Generation serving = read(all, projection);
                    Optional<Generation> next =
                            all.stream()
                                    .filter(g -> isOf(g, projection) && g.number() == number)
                                    .findFirst();
                    if (next.isEmpty()) {
                        return new Change.Unknown();
                    }
                    if (!from.contains(next.get().state()) || serving.state() != State.SERVING) {
                        return new Change.Refused(next.get());
                    }
                    queries.move(serving, State.RETAINED);
                    queries.move(next.get(), State.SERVING);
                    schemas.serve(next.get());
                    announceSwap();
                    return new Change.Done(next.get());
                });
    }

    /** Has those go that were kept for long enough, or whose version no replica has any more. */
    public List<Generation> expire(Duration retained) {
        List<Generation> expired = queries.expired(projections, retained);
        if (expired.isEmpty()) {
            return expired;
        }
        return inTransaction(
                () -> {
                    lockStates();
                    return queries.expired(projections, retained).stream()
                            .filter(g -> g.state() != State.DROPPING)
                            .filter(g -> queries.move(g, State.DROPPING))
                            .toList();
                });
    }

    /** Drops the tables of those that are to go; what a read still holds goes another time. */
    public List<Generation> drop() {
        List<Generation> dropping =
                queries.present().stream().filter(g -> g.state() == State.DROPPING).toList();
        return dropping.stream()
                .filter(generation -> unlessBusy(() -> dropOne(generation)) instanceof Change.Done)
                .toList();
    }

    private Change dropOne(Generation generation) {
        if (!queries.move(generation, State.DROPPED)) {
            return new Change.Unknown();
        }
        schemas.drop(generation);
        return new Change.Done(generation);
    }

    /** In a transaction that gives up soon where reads under way are in its way. */
    private Change unlessBusy(Supplier<Change> change) {
        try {
            return inTransaction(
                    () -> {
                        limitLocks();
                        return change.get();
                    });
        } catch (UncategorizedSQLException e) {
            SQLException cause = e.getSQLException();
            if (cause != null && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
                return new Change.Busy();
            }
            throw e;
        }
    }

    private <T> T inTransaction(Supplier<T> change) {
        T outcome = transactions.execute(_ -> change.get());
        return Optional.ofNullable(outcome).orElseThrow();
    }

    private void lockStates() {
        template.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            GenerationTable.lockStates(connection);
                            return true;
                        });
    }

    private void limitLocks() {
        jdbc.sql(LIMIT_LOCKS).query(_ -> {});
    }

    /** To every replica: whatever it read before may be other now. */
    private void announceSwap() {
        template.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            changes.everythingChanged(connection);
                            return true;
                        });
    }

    /** What became of a change that was asked for. */
    public sealed interface Change {

        /** The generation as it was before. */
        record Done(Generation generation) implements Change {}

        /** It cannot be, because of this generation. */
        record Refused(Generation generation) implements Change {}

        /** Reads under way did not end in time; nothing has changed, and it can be tried again. */
        record Busy() implements Change {}

        /** There is no such generation. */
        record Unknown() implements Change {}
    }
}
