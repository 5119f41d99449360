package io.stockledger.query.generations;

import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * One build of a read model, in its own schema. Immutable: the state is that of the moment at which
 * the generation was read.
 *
 * @param projection the read model's name
 * @param number from 1, never used again for the same read model
 * @param version the version of the code that builds it
 * @param epoch the epoch of the event log whose records it takes; null until the relay has named it
 */
public record Generation(
        String projection, int number, int version, State state, @Nullable LogEpoch epoch) {

    /**
     * The state of a generation. A rebuild goes from {@code BUILDING} through {@code COMPARING} to
     * {@code SERVING}; the generation that served before it becomes {@code RETAINED}.
     */
    public enum State {
        /** Its own consumer group projects the topic into it, from the beginning. */
        BUILDING,
        /**
         * It has caught up and takes part in every batch. Its rows are compared with those of the
         * serving generation as soon as both are at the same offsets.
         */
        COMPARING,
        /** It takes part in every batch, and its rows differ from those of the serving one. */
        DIFFERS,
        /** It takes part in every batch, and reads of its version are answered from it. */
        SERVING,
        /** It takes part in every batch, so that reads can be swapped back to it at any time. */
        RETAINED,
        /** It takes part in no batch, and its tables are dropped soon. */
        DROPPING,
        /** Its tables no longer exist. */
        DROPPED;

        /** The state as it is stored and shown. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** Whether the generation takes part in every batch of the replicas' own group. */
        public boolean isCurrent() {
            return this == COMPARING || this == DIFFERS || this == SERVING || this == RETAINED;
        }

        /**
         * Whether the generation belongs to a rebuild that has neither served nor been cancelled.
         */
        public boolean isRebuild() {
            return this == BUILDING || this == COMPARING || this == DIFFERS;
        }
    }

    public GenerationId id() {
        return new GenerationId(projection, number);
    }

    /**
     * The number of its epoch. Records of the time before there were epochs belong to the first.
     */
    public int epochNumber() {
        return epoch == null ? 1 : epoch.number();
    }

    /**
     * Whether it takes a record.
     *
     * @param recordEpoch the epoch that the record names; empty in records of versions that knew no
     *     epochs
     * @throws UnknownEpochException if the record names an epoch and that of the generation is not
     *     known yet
     */
    public boolean takes(Optional<UUID> recordEpoch) {
        if (recordEpoch.isEmpty()) {
            return epochNumber() == 1;
        }
        if (epoch == null) {
            throw new UnknownEpochException();
        }
        return epoch.id().equals(recordEpoch.get());
    }

    /** The schema of its tables. */
    public String schema() {
        return projection + "_g" + number;
    }

    /** Whether it is a build of this version of this read model. */
    public boolean isOf(ReadModel readModel) {
        return projection.equals(readModel.name()) && version == readModel.version();
    }

    /**
     * The generation that answers the reads of a version: the serving one or, for a version that
     * has not served yet, the one that is built first.
     *
     * @param present all generations that have tables
     */
    public static Optional<Generation> answeringReads(
            Collection<Generation> present, ReadModel readModel) {
        return find(present, readModel, state -> state == State.SERVING)
                .or(() -> find(present, readModel, State::isRebuild));
    }

    /** The newest epoch that a generation of the read model has, of any version. */
    static Optional<LogEpoch> newestEpoch(Collection<Generation> present, ReadModel readModel) {
        return present.stream()
                .filter(generation -> generation.projection.equals(readModel.name()))
                .flatMap(generation -> Optional.ofNullable(generation.epoch).stream())
                .max(Comparator.comparingInt(LogEpoch::number));
    }

    static Optional<Generation> find(
            Collection<Generation> present, ReadModel readModel, Predicate<State> state) {
        return present.stream()
                .filter(generation -> generation.isOf(readModel))
                .filter(generation -> state.test(generation.state))
                .findFirst();
    }
}
