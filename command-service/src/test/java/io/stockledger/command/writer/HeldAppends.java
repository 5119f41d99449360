package io.stockledger.command.writer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Appends that run when the test says so, in order. */
final class HeldAppends implements Executor {

    private final Queue<Runnable> held = new ArrayDeque<>();

    @Override
    public void execute(Runnable append) {
        held.add(append);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    void runNext() {
        held.remove().run();
    }
}
