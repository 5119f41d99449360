package io.stockledger.query.changes;

/**
 * Who has to know of a change before anybody may say that it shows. Called by one thread at a time;
 * must not wait.
 */
public interface ChangeSubscriber {

    /** The listed products have changed. */
    void changed(Change change);

    /** Anything may have changed, or nothing is heard of changes from now on. */
    void everythingChanged();
}
