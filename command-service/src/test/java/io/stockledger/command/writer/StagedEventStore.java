package io.stockledger.command.writer;

import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.AppendResult;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.NewerEvents;
import io.stockledger.events.EventEnvelope;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A store in front of a real one, which notes the calls and fails where the test says so. */
final class StagedEventStore implements EventStore {

    /** What shall happen to one call of the store. */
    enum Fate {
        GOES_WELL,
        /** The connection is lost after the commit. */
        COMMITS_AND_LOSES_THE_ANSWER,
        /** The connection is lost before the commit. */
        LOSES_THE_QUESTION,
        /** The store says no, and has written nothing. */
        FAILS
    }

    final List<AppendBatch> appends = new ArrayList<>();
    int exclusiveAppends;
    boolean unreachable;

    private final EventStore store;
    private final Deque<Fate> fates = new ArrayDeque<>();
    private Runnable beforeExclusive = () -> {};
    private boolean leaving;

    StagedEventStore(EventStore store) {
        this.store = store;
    }

    /** What shall happen to the next appends, in order; the ones after them go well. */
    void next(Fate... next) {
        fates.addAll(List.of(next));
    }

    /** What somebody else does just before the next exclusive append gets its lock. */
    void beforeExclusiveAppend(Runnable action) {
        beforeExclusive = action;
    }

    /** The store cannot be reached once it has had one more append. */
    void unreachableAfterNextAppend() {
        leaving = true;
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        checkReachable();
        appends.add(batch);
        unreachable = leaving;
        leaving = false;
        return switch (nextFate()) {
            case GOES_WELL -> store.append(batch);
            case COMMITS_AND_LOSES_THE_ANSWER -> {
                store.append(batch);
                throw lost(batch);
            }
            case LOSES_THE_QUESTION -> throw lost(batch);
            case FAILS -> throw failure();
        };
    }

    @Override
    public Appended appendExclusively(long followed, Function<NewerEvents, AppendBatch> decide) {
        checkReachable();
        exclusiveAppends++;
        unreachable = leaving;
        leaving = false;
        beforeExclusive.run();
        beforeExclusive = () -> {};
        var decided = new ArrayList<AppendBatch>();
        Fate fate = nextFate();
        if (fate == Fate.FAILS) {
            throw failure();
        }
        if (fate == Fate.LOSES_THE_QUESTION) {
            loseTheQuestion(followed, decide);
        }
        Appended appended =
                store.appendExclusively(
                        followed,
                        newer -> {
                            decided.add(decide.apply(newer));
                            return decided.getLast();
                        });
        appends.add(decided.getLast());
        if (fate == Fate.COMMITS_AND_LOSES_THE_ANSWER) {
            throw lost(decided.getLast());
        }
        return appended;
    }

    @Override
    public Optional<Appended> outcomeOf(AppendBatch batch) {
        checkReachable();
        return store.outcomeOf(batch);
    }

    @Override
    public List<EventEnvelope> loadSince(Map<String, Long> sinceVersions, int eventsPerStreamMax) {
        checkReachable();
        return store.loadSince(sinceVersions, eventsPerStreamMax);
    }

    /** Lets the caller decide, and then the connection is gone. */
    private void loseTheQuestion(long followed, Function<NewerEvents, AppendBatch> decide) {
        store.appendExclusively(
                followed,
                newer -> {
                    throw lost(decide.apply(newer));
                });
    }

    private void checkReachable() {
        if (unreachable) {
            throw failure();
        }
    }

    private Fate nextFate() {
        Fate fate = fates.poll();
        return fate == null ? Fate.GOES_WELL : fate;
    }

    private static AppendOutcomeUnknownException lost(AppendBatch batch) {
        return new AppendOutcomeUnknownException(batch, new IOException("staged"));
    }

    private static EventStoreException failure() {
        return new EventStoreException("staged", new IOException("staged"));
    }
}
