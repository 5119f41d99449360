package io.stockledger.command.writer;

import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.ProductRepository;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * Decides what has come and appends it in one call, over and over: group commit. The next batch is
 * decided while this one commits. One thread runs it; nothing of a product in memory is shared, so
 * nothing is locked.
 */
final class WriterLoop {

    private static final long IDLE_WAIT_MS = 500;

    private final Inbox inbox;
    private final ProductCache cache;
    private final Admission admission;
    private final GroupCommit groupCommit;

    private WriterLoop(
            Inbox inbox, ProductCache cache, Admission admission, GroupCommit groupCommit) {
        this.inbox = inbox;
        this.cache = cache;
        this.admission = admission;
        this.groupCommit = groupCommit;
    }

    /** A loop and all its parts, on what it shares with others. */
    static WriterLoop of(
            Inbox inbox,
            ProductCache cache,
            Decisions decisions,
            EventStore events,
            ProductRepository products,
            Executor loaders,
            SnapshotWriter snapshots,
            WriterMetrics metrics,
            GroupCommit.Appends appends,
            WriterLimits limits) {
        var admission =
                new Admission(
                        inbox,
                        cache,
                        new ProductLoader(
                                products,
                                loaders,
                                inbox,
                                limits.loadsMax(),
                                limits.batchCommandsMax()),
                        new ParkedCommands(limits.queueCommandsMax(), limits.parkedPerProductMax()),
                        metrics);
        var groupCommit =
                new GroupCommit(
                        admission, decisions, cache, events, snapshots, metrics, appends, limits);
        return new WriterLoop(inbox, cache, admission, groupCommit);
    }

    /**
     * Takes in what has come, or waits a short while where nothing has, and moves the appends on.
     */
    void runOnce() throws InterruptedException {
        Inbox.Content content = inbox.take(groupCommit.room(), IDLE_WAIT_MS);
        // First, so that the database has its next batch while these commands are decided.
        moveAppendsOn();
        groupCommit.add(admission.admit(content));
        moveAppendsOn();
        cache.shrink();
    }

    /** Whether commands still wait: in line, for a product that is being loaded, for an append. */
    boolean hasWork() {
        return inbox.depth() > 0 || admission.hasParked() || groupCommit.hasWork();
    }

    private void moveAppendsOn() {
        List<PendingCommand> again = groupCommit.moveOn();
        while (!again.isEmpty()) {
            groupCommit.add(admission.admit(again));
            again = groupCommit.moveOn();
        }
    }
}
