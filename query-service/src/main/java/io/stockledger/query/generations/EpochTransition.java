package io.stockledger.query.generations;

import io.stockledger.events.LogEpoch;
import io.stockledger.query.generations.Generation.State;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

/**
 * The entry of the read models into an epoch of the event log. It is one transaction, which any
 * replica may make; a repeat changes nothing. Thread-safe.
 */
public final class EpochTransition {

    private final List<ReadModel> readModels;
    private final GenerationTransactions transactions;
    private final GenerationTable table;

    /**
     * @param readModels the versions that this replica has
     */
    public EpochTransition(DataSource dataSource, List<? extends ReadModel> readModels) {
        this.readModels = List.copyOf(readModels);
        this.transactions = new GenerationTransactions(dataSource);
        this.table = new GenerationTable(JdbcClient.create(dataSource));
    }

    /**
     * Lets the read models take the records of an epoch. A generation whose epoch was not known
     * adopts it. A read model whose generations are all of earlier epochs gets a new generation,
     * because its rows may contain events that the log no longer has; rebuilds of earlier epochs
     * are given up.
     *
     * @return the generations that this call has begun
     */
    public List<Generation> enter(LogEpoch epoch) {
        return transactions.withStatesLocked(
                () ->
                        readModels.stream()
                                .flatMap(readModel -> enter(readModel, epoch).stream())
                                .toList());
    }

    private Optional<Generation> enter(ReadModel readModel, LogEpoch epoch) {
        var earlier = new ArrayList<Generation>();
        boolean entered = false;
        for (Generation generation : table.presentWithLock(readModel)) {
            if (!generation.isOf(readModel) || generation.state() == State.DROPPING) {
                continue;
            }
            if (epoch.equals(generation.epoch())
                    || (generation.epoch() == null && table.adoptEpoch(generation, epoch))) {
                entered = true;
            } else {
                earlier.add(generation);
            }
        }
        if (entered || earlier.stream().anyMatch(g -> g.epochNumber() >= epoch.number())) {
            return Optional.empty();
        }
        earlier.stream()
                .filter(generation -> generation.state().isRebuild())
                .forEach(generation -> table.changeState(generation, State.DROPPING));
        return Optional.of(table.insert(readModel, State.BUILDING, epoch));
    }
}
