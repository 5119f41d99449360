package io.stockledger.command.http;

import org.jspecify.annotations.Nullable;

/** Sets the relay back, so that it publishes events of the log again. */
@FunctionalInterface
public interface Republishing {

    /**
     * Publishes again from that position.
     *
     * @return null; or the position of the last published event, if {@code position} is more than
     *     one after it, and nothing was changed
     */
    @Nullable Long republishFrom(long position);
}
