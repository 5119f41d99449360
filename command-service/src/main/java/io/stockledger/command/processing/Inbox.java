package io.stockledger.command.processing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the loop: commands up to a limit, and products that have been loaded. Any thread
 * may put in; the loop takes out.
 */
final class Inbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingCame = lock.newCondition();
    private final Queue<PendingCommand> commands = new ArrayDeque<>();
    private final List<ProductLoads.Loaded> loads = new ArrayList<>();
    private final int commandsMax;
    private boolean closed;

    Inbox(int commandsMax) {
        this.commandsMax = commandsMax;
    }

    /** What was there, in the order it came. */
    record Content(List<PendingCommand> commands, List<ProductLoads.Loaded> loads) {

        boolean isEmpty() {
            return commands.isEmpty() && loads.isEmpty();
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
    void put(ProductLoads.Loaded loaded) {
        lock.lock();
        try {
            loads.add(loaded);
            somethingCame.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what is there, up to commands on {@code max} products in all and at least one command;
     * waits for something at most {@code waitMs} milliseconds.
     */
    Content take(int max, long waitMs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (commands.isEmpty() && loads.isEmpty() && nanos > 0) {
                nanos = somethingCame.awaitNanos(nanos);
            }
            var taken = new ArrayList<PendingCommand>(Math.min(max, commands.size()));
            int weight = 0;
            for (PendingCommand next = commands.peek(); next != null; next = commands.peek()) {
                weight += next.productIds().size();
                if (weight > max && !taken.isEmpty()) {
                    break;
                }
                taken.add(commands.remove());
            }
            List<ProductLoads.Loaded> taking = List.copyOf(loads);
            loads.clear();
            return new Content(taken, taking);
        } finally {
            lock.unlock();
        }
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
