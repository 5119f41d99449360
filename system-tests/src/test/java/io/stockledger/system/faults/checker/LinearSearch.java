package io.stockledger.system.faults.checker;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Searches an order of concurrent operations on one object in which each one has the observed
 * result, and which keeps the order of operations that did not overlap in time (linearizability).
 *
 * <p>This is the algorithm of Wing and Gong ("Testing and verifying concurrent objects", 1993) with
 * the memoisation of Lowe ("Testing for linearizability", 2017): a set of operations done and a
 * state reached are tried once. An operation that fits now and does not change the state is taken
 * at once, without an alternative: it can only free others.
 *
 * @param <S> the state of the object, which has {@code equals} and {@code hashCode}
 */
final class LinearSearch<S> {

    /**
     * An operation with its observed result.
     *
     * @param label shown if no order is found
     * @param endNanos {@code Long.MAX_VALUE} if the caller never received the answer
     * @param step returns the state afterwards, or null if the operation cannot have the observed
     *     result in that state
     */
    record Operation<S>(
            String label, long beginNanos, long endNanos, Function<S, @Nullable S> step) {}

    /** The longest order found, and the operations that could have come next but do not fit. */
    record Failure<S>(int ordered, S state, List<String> misfits) {}

    private record Visited<S>(BitSet done, S state) {}

    private final List<Operation<S>> operations;
    private final Set<Visited<S>> visited = new HashSet<>();
    private @Nullable Failure<S> deepest;

    private LinearSearch(List<Operation<S>> operations) {
        this.operations = operations;
    }

    /** Returns null if there is such an order, else how far the search came. */
    static <S> @Nullable Failure<S> failureOf(S initial, List<Operation<S>> operations) {
        var search = new LinearSearch<>(List.copyOf(operations));
        return search.isOrdered(new BitSet(), initial) ? null : search.deepest;
    }

    /** The depth of the recursion is at most the number of operations that change the state. */
    private boolean isOrdered(BitSet before, S state) {
        BitSet done = (BitSet) before.clone();
        takeAllThatKeep(done, state);
        if (done.cardinality() == operations.size()) {
            return true;
        }
        if (!visited.add(new Visited<>(done, state))) {
            return false;
        }
        List<Integer> next = candidates(done);
        for (int candidate : next) {
            S after = operations.get(candidate).step.apply(state);
            if (after != null) {
                BitSet with = (BitSet) done.clone();
                with.set(candidate);
                if (isOrdered(with, after)) {
                    return true;
                }
            }
        }
        Failure<S> failure = deepest;
        if (failure == null || failure.ordered < done.cardinality()) {
            deepest =
                    new Failure<>(
                            done.cardinality(),
                            state,
                            next.stream().map(i -> operations.get(i).label).toList());
        }
        return false;
    }

    private void takeAllThatKeep(BitSet done, S state) {
        boolean taken = true;
        while (taken) {
            taken = false;
            for (int candidate : candidates(done)) {
                if (state.equals(operations.get(candidate).step.apply(state))) {
                    done.set(candidate);
                    taken = true;
                }
            }
        }
    }

    /** The operations that began before every operation that is not done has ended. */
    private List<Integer> candidates(BitSet done) {
        long firstEnd = Long.MAX_VALUE;
        for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
            firstEnd = Math.min(firstEnd, operations.get(i).endNanos);
        }
        var candidates = new ArrayList<Integer>();
        for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
            if (operations.get(i).beginNanos <= firstEnd) {
                candidates.add(i);
            }
        }
        return candidates;
    }
}
