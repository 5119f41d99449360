package io.stockledger.command.writer;

import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.AppendResult;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.LogAnchor;
import io.stockledger.command.eventstore.LogHaltedException;
import io.stockledger.command.eventstore.LogHeadBusyException;
import io.stockledger.command.eventstore.NewerEvents;
import io.stockledger.command.eventstore.ProductOfOrder;
import io.stockledger.command.eventstore.ProductsOfOrders;
import io.stockledger.command.eventstore.Receipt;
import io.stockledger.command.eventstore.RecordedShipments;
import io.stockledger.command.eventstore.StreamEvent;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Passes calls on to another store, records them, and fails when the test asks for it. */
final class StagedEventStore implements EventStore {

    /** The result of one append call. */
    enum Fate {
        SUCCEEDS,
        /** The connection is lost after the commit. */
        COMMITS_AND_LOSES_THE_CONNECTION,
        /** The connection is lost before the commit. */
        LOSES_THE_CONNECTION,
        /** The store fails and has written nothing. */
        FAILS,
        /** Others have locked the head of the log for too long. */
        FINDS_THE_HEAD_LOCKED,
        /** The log is halted. */
        FINDS_THE_LOG_HALTED
    }

    final List<AppendBatch> appends = new ArrayList<>();

    /** The number of look-ups of orders. */
    int lookUps;

    /** The number of look-ups that fail from now on. */
    int failingLookUps;

    /** The error of the next look-up, or null without one. */
    @Nullable Error lookUpError;

    int exclusiveAppends;
    boolean unreachable;
    boolean headLocked;

    private final EventStore store;
    private final Deque<Fate> fates = new ArrayDeque<>();
    private Runnable beforeExclusive = () -> {};
    private Runnable afterLookUp = () -> {};
    private boolean unreachableAfterAppend;

    StagedEventStore(EventStore store) {
        this.store = store;
    }

    /** Sets the fates of the next appends, in order. The appends after them succeed. */
    void next(Fate... next) {
        fates.addAll(List.of(next));
    }

    /** Sets an action that runs just before the next exclusive append gets its lock. */
    void beforeExclusiveAppend(Runnable action) {
        beforeExclusive = action;
    }

    /** Sets an action that runs after the next look-up of orders, before the loop gets it. */
    void afterNextLookUp(Runnable action) {
        afterLookUp =
                () -> {
                    afterLookUp = () -> {};
                    action.run();
                };
    }

    /** Makes the store unreachable after its next append. */
    void unreachableAfterNextAppend() {
        unreachableAfterAppend = true;
    }

    @Override
    public LogEpoch epoch() {
        checkReachable();
        return store.epoch();
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        checkReachable();
        appends.add(batch);
        unreachable = unreachableAfterAppend;
        unreachableAfterAppend = false;
        return switch (nextFate()) {
            case SUCCEEDS -> store.append(batch);
            case COMMITS_AND_LOSES_THE_CONNECTION -> {
                store.append(batch);
                throw lost();
            }
            case LOSES_THE_CONNECTION -> throw lost();
            case FAILS -> throw failure();
            case FINDS_THE_HEAD_LOCKED -> throw busy();
            case FINDS_THE_LOG_HALTED -> throw new LogHaltedException("staged");
        };
    }

    @Override
    public Success appendExclusively(
            @Nullable LogAnchor anchor,
            long knownPosition,
            Function<NewerEvents, AppendBatch> decide) {
        checkReachable();
        exclusiveAppends++;
        unreachable = unreachableAfterAppend;
        unreachableAfterAppend = false;
        beforeExclusive.run();
        beforeExclusive = () -> {};
        var decided = new ArrayList<AppendBatch>();
        Fate fate = nextFate();
        if (fate == Fate.FAILS) {
            throw failure();
        }
        if (fate == Fate.FINDS_THE_HEAD_LOCKED) {
            throw busy();
        }
        if (fate == Fate.FINDS_THE_LOG_HALTED) {
            throw new LogHaltedException("staged");
        }
        if (fate == Fate.LOSES_THE_CONNECTION) {
            loseTheConnection(anchor, knownPosition, decide);
        }
        Success success =
                store.appendExclusively(
                        anchor,
                        knownPosition,
                        newer -> {
                            decided.add(decide.apply(newer));
                            return decided.getLast();
                        });
        appends.add(decided.getLast());
        if (fate == Fate.COMMITS_AND_LOSES_THE_CONNECTION) {
            throw lost();
        }
        return success;
    }

    @Override
    public Optional<Success> outcomeOf(StreamEvent firstEvent) {
        checkReachable();
        return store.outcomeOf(firstEvent);
    }

    @Override
    public List<EventEnvelope> loadSince(Map<String, Long> sinceVersions, int eventsPerStreamMax) {
        checkReachable();
        return store.loadSince(sinceVersions, eventsPerStreamMax);
    }

    @Override
    public Map<String, Receipt> receipts(Collection<String> keys) {
        checkReachable();
        return store.receipts(keys);
    }

    @Override
    public RecordedShipments shipments(Map<ProductOfOrder, Long> upToVersions) {
        beginLookUp();
        RecordedShipments found = store.shipments(upToVersions);
        afterLookUp.run();
        return found;
    }

    @Override
    public ProductsOfOrders productsOfOrders(Collection<String> orderIds) {
        beginLookUp();
        ProductsOfOrders found = store.productsOfOrders(orderIds);
        afterLookUp.run();
        return found;
    }

    private void beginLookUp() {
        checkReachable();
        lookUps++;
        Error error = lookUpError;
        if (error != null) {
            lookUpError = null;
            throw error;
        }
        if (failingLookUps > 0) {
            failingLookUps--;
            throw failure();
        }
    }

    /** Loses the connection after the caller has decided. */
    private void loseTheConnection(
            @Nullable LogAnchor anchor,
            long knownPosition,
            Function<NewerEvents, AppendBatch> decide) {
        store.appendExclusively(
                anchor,
                knownPosition,
                newer -> {
                    var _ = decide.apply(newer);
                    throw lost();
                });
    }

    private void checkReachable() {
        if (unreachable) {
            throw failure();
        }
    }

    private Fate nextFate() {
        if (headLocked) {
            return Fate.FINDS_THE_HEAD_LOCKED;
        }
        Fate fate = fates.poll();
        return fate == null ? Fate.SUCCEEDS : fate;
    }

    private static AppendOutcomeUnknownException lost() {
        return new AppendOutcomeUnknownException(new IOException("staged"));
    }

    private static LogHeadBusyException busy() {
        return new LogHeadBusyException(new IOException("staged"));
    }

    private static EventStoreException failure() {
        return new EventStoreException("staged", new IOException("staged"));
    }
}
