package io.stockledger.command.writer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The input of the writer loop: a bounded queue of commands, the products that have been loaded,
 * the orders that have been looked up, and the signal that an append has ended. Any thread may add
 * input; only the loop's thread takes it.
 */
final class Inbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final Queue<CommandRequest> commands = new ArrayDeque<>();
    private final List<LoadedProducts> loads = new ArrayList<>();
    private final List<OrderLookUps.Result> lookUps = new ArrayList<>();
    private final int commandsMax;
    private boolean closed;
    private boolean appendEnded;

    Inbox(int commandsMax) {
        this.commandsMax = commandsMax;
    }

    /** Commands, loaded products and results of look-ups, each in the order of arrival. */
    record Input(
            List<CommandRequest> commands,
            List<LoadedProducts> loads,
            List<OrderLookUps.Result> lookUps) {}

    /**
     * The room in the next batch.
     *
     * @param products the number of products that the commands may name, repeats included
     * @param firstMayExceed whether the first command may name more products than that
     */
    record BatchRoom(int products, boolean firstMayExceed) {
        static final BatchRoom NONE = new BatchRoom(0, false);

        /**
         * A load or a look-up can release more commands at once than a batch takes; then no room is
         * left.
         */
        BatchRoom {
            products = Math.max(0, products);
        }
    }

    /** Adds a command to the queue, unless the queue is full or closed. */
    boolean offer(CommandRequest command) {
        lock.lock();
        try {
            if (closed || commands.size() >= commandsMax) {
                return false;
            }
            commands.add(command);
            arrival.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds loaded products. They are accepted even if the queue is full, because commands wait for
     * them.
     */
    void put(LoadedProducts loaded) {
        lock.lock();
        try {
            loads.add(loaded);
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Adds the result of a look-up, even if the queue is full, because commands wait for it. */
    void put(OrderLookUps.Result lookUp) {
        lock.lock();
        try {
            lookUps.add(lookUp);
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Signals that the append in flight has ended, with or without success. */
    void appendEnded() {
        lock.lock();
        try {
            appendEnded = true;
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes all loaded products, all results of look-ups and the commands that fit. If there are
     * none, waits until some arrive, an append ends, or {@code waitMs} milliseconds have passed.
     */
    Input take(BatchRoom room, long waitMs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (!appendEnded
                    && loads.isEmpty()
                    && lookUps.isEmpty()
                    && !nextFits(room)
                    && nanos > 0) {
                nanos = arrival.awaitNanos(nanos);
            }
            appendEnded = false;
            return takeFitting(room);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the same without waiting. */
    Input takeNow(BatchRoom room) {
        lock.lock();
        try {
            return takeFitting(room);
        } finally {
            lock.unlock();
        }
    }

    private Input takeFitting(BatchRoom room) {
        var fitting = new ArrayList<CommandRequest>(Math.min(room.products, commands.size()));
        BatchRoom left = room;
        while (nextFits(left)) {
            CommandRequest next = commands.remove();
            fitting.add(next);
            left = new BatchRoom(left.products - next.productIds().size(), false);
        }
        List<LoadedProducts> allLoads = List.copyOf(loads);
        loads.clear();
        List<OrderLookUps.Result> allLookUps = List.copyOf(lookUps);
        lookUps.clear();
        return new Input(fitting, allLoads, allLookUps);
    }

    private boolean nextFits(BatchRoom room) {
        CommandRequest next = commands.peek();
        return next != null && (room.firstMayExceed || next.productIds().size() <= room.products);
    }

    /** Refuses all later commands; the loop still takes the commands in the queue. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The number of commands in the queue. */
    int depth() {
        lock.lock();
        try {
            return commands.size();
        } finally {
            lock.unlock();
        }
    }
}
