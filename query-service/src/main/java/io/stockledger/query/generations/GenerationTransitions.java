package io.stockledger.query.generations;

import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.TransitionOutcome.Refusal;
import io.stockledger.query.generations.TransitionOutcome.Success;
import io.stockledger.query.generations.TransitionOutcome.UnknownGeneration;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

/**
 * The changes of the generations' states. Each is one transaction, and depends only on the rows
 * that this transaction reads. Any replica may therefore make any change, and any replica may be
 * killed at any point. Thread-safe.
 *
 * <h2>Transitions</h2>
 *
 * <ul>
 *   <li>{@link #begin}: a new generation, {@code BUILDING}
 *   <li>{@link EpochTransition}: a new generation of each read model, {@code BUILDING}, and other
 *       rebuilds to {@code DROPPING}
 *   <li>{@link #finishBuilding}: {@code BUILDING} to {@code COMPARING}, or to {@code SERVING} if it
 *       is the first of its version
 *   <li>{@link #recordComparison}: {@code COMPARING} to {@code DIFFERS} if the rows differ
 *   <li>{@link #swap}: another generation to {@code SERVING}, and the serving one to {@code
 *       RETAINED}, or to {@code DROPPING} if it is of an earlier epoch; the one that has been
 *       retained for the longest time to {@code DROPPING} if there are more than {@value
 *       #RETAINED_MAX}
 *   <li>{@link #cancel}: a rebuild to {@code DROPPING}
 *   <li>{@link #expire}: every generation that is no longer needed, to {@code DROPPING}
 *   <li>{@link #drop}: {@code DROPPING} to {@code DROPPED}, with the tables
 * </ul>
 */
public final class GenerationTransitions {

    /** The number of generations of a read model that are retained at the same time. */
    public static final int RETAINED_MAX = 2;

    private final List<ReadModel> readModels;
    private final GenerationTransactions transactions;
    private final GenerationTable table;
    private final ProgressTable progress;
    private final GenerationSchemas schemas;

    /**
     * @param readModels the versions that this replica has
     */
    public GenerationTransitions(DataSource dataSource, List<? extends ReadModel> readModels) {
        this.readModels = List.copyOf(readModels);
        this.transactions = new GenerationTransactions(dataSource);
        JdbcClient jdbc = JdbcClient.create(dataSource);
        this.table = new GenerationTable(jdbc);
        this.progress = new ProgressTable(jdbc);
        this.schemas = new GenerationSchemas(dataSource);
    }

    /**
     * Begins a rebuild. It is refused while one of any version is running or while tables of the
     * read model are being dropped; the refusal then names the generation. The read model therefore
     * never has more than one serving generation for each version, {@value #RETAINED_MAX} retained
     * ones and one other.
     */
    public TransitionOutcome begin(ReadModel readModel) {
        return transactions.withStatesLocked(
                () -> {
                    List<Generation> present = table.presentWithLock(readModel);
                    Optional<Generation> running =
                            present.stream()
                                    .filter(
                                            each ->
                                                    each.state().isRebuild()
                                                            || each.state() == State.DROPPING)
                                    .findFirst();
                    return running.isPresent()
                            ? new Refusal(running.get())
                            : new Success(
                                    table.insert(
                                            readModel,
                                            State.BUILDING,
                                            Generation.newestEpoch(present, readModel)
                                                    .orElse(null)));
                });
    }

    /**
     * Cancels a rebuild. It is refused if none is running. The first generation of a version cannot
     * be cancelled, because it already answers reads.
     */
    public TransitionOutcome cancel(ReadModel readModel) {
        return transactions.withStatesLocked(
                () -> {
                    List<Generation> present = table.presentWithLock(readModel);
                    Generation answering = answeringReads(present, readModel);
                    for (Generation generation : present) {
                        if (generation.isOf(readModel)
                                && generation.state().isRebuild()
                                && generation.number() != answering.number()) {
                            table.changeState(generation, State.DROPPING);
                            return new Success(generation);
                        }
                    }
                    return new Refusal(answering);
                });
    }

    /**
     * Creates the tables of a generation that is being built, if they do not exist. If it is the
     * first of its version, reads find its tables afterwards.
     */
    public void createTables(Generation generation) {
        ReadModel readModel = readModel(generation);
        schemas.migrate(readModel, generation);
        if (generation.equals(answeringReads(table.present(), readModel))
                && !schemas.isServed(readModel, generation)) {
            transactions.withStatesLocked(
                    () -> {
                        schemas.serve(generation);
                        return true;
                    });
        }
    }

    /** Whether a generation has received every record that the serving ones have received. */
    public boolean hasCaughtUp(Generation generation, String topicId) {
        List<Generation> serving =
                table.present().stream()
                        .filter(each -> each.state() == State.SERVING)
                        .filter(each -> readModels.stream().anyMatch(each::isOf))
                        .toList();
        return !progress.isBehind(generation, serving, topicId);
    }

    /**
     * Ends the building of a generation if it has caught up. From then on it takes part in every
     * batch, and the first generation of a version serves.
     *
     * @return whether this call has changed the state
     */
    public boolean finishBuilding(Generation building, String topicId) {
        return transactions.withStatesLocked(
                () -> {
                    if (!hasCaughtUp(building, topicId)) {
                        return false;
                    }
                    boolean isFirst =
                            Generation.find(
                                            table.present(),
                                            readModel(building),
                                            state -> state == State.SERVING)
                                    .isEmpty();
                    if (!isFirst) {
                        return table.changeState(building, State.COMPARING);
                    }
                    transactions.announceSwap();
                    return table.changeState(building, State.SERVING);
                });
    }

    /**
     * The differences between the rows of two generations at one moment, as one line per table and
     * generation. It takes as long as reading all rows of both.
     *
     * @return empty if the rows are equal; null if the generations are not at the same offsets, so
     *     that nothing can be compared yet
     */
    public @Nullable String differences(Generation one, Generation other, String topicId) {
        return transactions.inSnapshot(
                () -> {
                    if (!progress.haveEqualOffsets(one, other, topicId)) {
                        return null;
                    }
                    String ofOne = schemas.checksums(one);
                    String ofOther = schemas.checksums(other);
                    return ofOne.equals(ofOther)
                            ? ""
                            : one.schema() + "\n" + ofOne + other.schema() + "\n" + ofOther;
                });
    }

    /**
     * Records the result of a comparison.
     *
     * @return false if the rows differ and the rebuild was cancelled during the comparison
     */
    public boolean recordComparison(Generation comparing, boolean equal) {
        return transactions.withStatesLocked(
                () -> {
                    table.recordComparison(comparing, equal);
                    return equal || table.changeState(comparing, State.DIFFERS);
                });
    }

    /**
     * Makes another generation of the same version the serving one, on all replicas at the same
     * moment. Each read sees the rows of one generation only. Running batches are not blocked,
     * because both generations take part in every batch before and after the swap.
     *
     * @param from the states from which a swap is allowed; a generation that was never compared may
     *     be ahead of the serving one
     */
    public TransitionOutcome swap(ReadModel readModel, int number, Set<State> from) {
        return transactions.withLockTimeout(
                () -> {
                    List<Generation> present = table.presentWithLock(readModel);
                    Generation serving = answeringReads(present, readModel);
                    Optional<Generation> next =
                            present.stream()
                                    .filter(each -> each.isOf(readModel))
                                    .filter(each -> each.number() == number)
                                    .findFirst();
                    if (next.isEmpty()) {
                        return new UnknownGeneration();
                    }
                    if (!from.contains(next.get().state()) || serving.state() != State.SERVING) {
                        return new Refusal(next.get());
                    }
                    boolean isEpochNewer = next.get().epochNumber() > serving.epochNumber();
                    table.changeState(serving, isEpochNewer ? State.DROPPING : State.RETAINED);
                    if (isEpochNewer) {
                        dropRetained(present, readModel);
                    }
                    table.changeState(next.get(), State.SERVING);
                    table.retainedLongest(readModel, RETAINED_MAX)
                            .forEach(each -> table.changeState(each, State.DROPPING));
                    schemas.serve(next.get());
                    transactions.announceSwap();
                    return new Success(next.get());
                });
    }

    /** Nothing may be swapped back to a generation with the rows of an earlier epoch. */
    private void dropRetained(List<Generation> present, ReadModel readModel) {
        present.stream()
                .filter(each -> each.isOf(readModel) && each.state() == State.RETAINED)
                .forEach(each -> table.changeState(each, State.DROPPING));
    }

    /**
     * Marks for dropping every generation that was retained for long enough or whose version no
     * replica has any more.
     *
     * @return the generations that this call has marked
     */
    public List<Generation> expire(Duration retained) {
        if (table.expired(readModels, retained).isEmpty()) {
            return List.of();
        }
        return transactions.withStatesLocked(
                () ->
                        table.expired(readModels, retained).stream()
                                .filter(each -> each.state() != State.DROPPING)
                                .filter(each -> table.changeState(each, State.DROPPING))
                                .toList());
    }

    /**
     * Drops the tables of the generations that are marked for it. Tables that a read still uses are
     * left for a later call.
     *
     * @return the generations whose tables this call has dropped
     */
    public List<Generation> drop() {
        return table.present().stream()
                .filter(each -> each.state() == State.DROPPING)
                .filter(each -> drop(each) instanceof Success)
                .toList();
    }

    private TransitionOutcome drop(Generation generation) {
        return transactions.withLockTimeout(
                () -> {
                    // A swap marks a generation while batches project into it.
                    table.lockStates();
                    if (!table.changeState(generation, State.DROPPED)) {
                        return new UnknownGeneration();
                    }
                    schemas.drop(generation);
                    return new Success(generation);
                });
    }

    private static Generation answeringReads(List<Generation> present, ReadModel readModel) {
        return Generation.answeringReads(present, readModel).orElseThrow();
    }

    private ReadModel readModel(Generation generation) {
        return readModels.stream()
                .filter(each -> each.name().equals(generation.projection()))
                .findFirst()
                .orElseThrow();
    }
}
