package io.stockledger.command.writer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the loop: commands up to a limit, products that have been loaded, and the news
 * that an append has ended. Any thread may put in; the loop takes out.
 */
final class Inbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingCame = lock.newCondition();
    private final Queue<PendingCommand> commands = new ArrayDeque<>();
    private final List<ProductLoader.Loaded> loads = new ArrayList<>();
    private final int commandsMax;
    private boolean closed;
    private boolean appendEnded;

    Inbox(int commandsMax) {
        this.commandsMax = commandsMax;
    }

    /** What was there, in the order it came. */
    record Content(List<PendingCommand> commands, List<ProductLoader.Loaded> loads) {}

    /**
     * What the loop can take.
     *
     * @param products how many products the commands may name, repeats counted
     * @param oneAtLeast whether one command may name more than that
     */
    record Room(int products, boolean oneAtLeast) {
        static final Room NONE = new Room(0, false);

        /** More than fits may have come ready at once, from a load: then there is no room. */
        Room {
            products = Math.max(0, products);
        }
    }

    /** Puts a command in line, unless the line is full or closed. */
    boolean offer(PendingCommand command) {
        lock.lock();
        try {
            if (closed || commands.size() >= commandsMax) {
                return false;
            }
            commands.add(command);
            somethingCame.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Hands in loaded products; these are never refused, since commands wait for them. */
    void put(ProductLoader.Loaded loaded) {
        lock.lock();
        try {
            loads.add(loaded);
            somethingCame.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Tells the loop that its append has ended, in whatever way. */
    void appendEnded() {
        lock.lock();
        try {
            appendEnded = true;
            somethingCame.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what is there and fits; waits for something at most {@code waitMs} milliseconds, or
     * until an append has ended.
     */
    Content take(Room room, long waitMs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (!appendEnded && loads.isEmpty() && !nextFits(room) && nanos > 0) {
                nanos = somethingCame.awaitNanos(nanos);
            }
            appendEnded = false;
            return takeWhatFits(room);
        } finally {
            lock.unlock();
        }
    }

    /** Takes what is there and fits. */
    Content takeNow(Room room) {
        lock.lock();
        try {
            return takeWhatFits(room);
        } finally {
            lock.unlock();
        }
    }

    private Content takeWhatFits(Room room) {
        var taken = new ArrayList<PendingCommand>(Math.min(room.products, commands.size()));
        Room left = room;
        while (nextFits(left)) {
            PendingCommand next = commands.remove();
            taken.add(next);
            left = new Room(left.products - next.productIds().size(), false);
        }
        List<ProductLoader.Loaded> taking = List.copyOf(loads);
        loads.clear();
        return new Content(taken, taking);
    }

    private boolean nextFits(Room room) {
        PendingCommand next = commands.peek();
        return next != null && (room.oneAtLeast || next.productIds().size() <= room.products);
    }

    /** From now on no command gets in; what is in line will still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            somethingCame.signal();
        } finally {
            lock.unlock();
        }
    }

    int depth() {
        lock.lock();
        try {
            return commands.size();
        } finally {
            lock.unlock();
        }
    }
}
