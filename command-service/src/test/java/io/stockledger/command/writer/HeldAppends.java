package io.stockledger.command.writer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs appends one by one, when the test asks for it. */
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
