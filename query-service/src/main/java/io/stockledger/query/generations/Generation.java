package io.stockledger.query.generations;

import io.stockledger.query.intake.Projection;

import java.util.Locale;

/**
 * One build of a read model, in tables of its own. Immutable; the state is that of one moment.
 *
 * @param projection the read model's name
 * @param number from 1, never used again
 * @param version the version of the projection that builds it
 */
public record Generation(String projection, int number, int version, State state) {

    /** What a generation is there for. */
    public enum State {
        /** It takes the log in from its beginning, by a consumer group of its own. */
        BUILDING,
        /**
         * It has caught up and takes part in every batch. It may be ahead of the serving one for a
         * moment; then its rows are compared.
         */
        COMPARING,
        /** It takes part in every batch; its rows differ from those that are served. */
        DIFFERS,
        /** Reads of its version are answered from it. */
        SERVING,
        /** It takes part in every batch, to be swapped back to at any time. */
        RETAINED,
        /** Nothing reads or feeds it any more, and its tables are to go. */
        DROPPING,
        /** Its tables are gone. */
        DROPPED;

        /** As it is stored and shown. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** Whether it takes part in every batch, so that it is not behind the serving one. */
        public boolean isCurrent() {
            return this == COMPARING || this == DIFFERS || this == SERVING || this == RETAINED;
        }

        /** Whether it is on its way to serve for the first time. */
        public boolean isRebuild() {
            return this == BUILDING || this == COMPARING || this == DIFFERS;
        }
    }

    /** The schema of its tables. */
    public String schema() {
        return projection + "_g" + number;
    }

    /** The schema of the views through which a version of a read model is read. */
    public static String viewsSchema(Projection projection) {
        return projection.name() + "_v" + projection.version();
    }
}
