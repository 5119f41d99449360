package io.stockledger.query.changes;

/**
 * Receives each change before any answer may claim to include it. Called by one thread at a time;
 * must not wait.
 */
public interface ChangeSubscriber {

    /** The listed products have changed. */
    void changed(Change change);

    /** Any product may have changed, or no change arrives from now on. */
    void everythingChanged();
}
