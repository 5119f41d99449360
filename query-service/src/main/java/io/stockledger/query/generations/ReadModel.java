package io.stockledger.query.generations;

/** The identity of a read model, and the migrations that create its tables. */
public interface ReadModel {

    /**
     * The read model's name in schemas, metrics and answers. It consists of lower-case letters and
     * underscores and never changes.
     */
    String name();

    /** The version of its code, from 1. It changes whenever the same events produce other rows. */
    int version();

    /**
     * The location of the Flyway migrations that create the tables of one generation; by convention
     * the folder {@code migrations} beside the class.
     */
    default String migrations() {
        return "classpath:" + getClass().getPackageName().replace('.', '/') + "/migrations";
    }
}
