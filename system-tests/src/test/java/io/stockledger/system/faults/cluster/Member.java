package io.stockledger.system.faults.cluster;

import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.Signal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of the cluster, with its children, that can be killed, frozen and started again. */
abstract class Member {

    private static final Duration STOP_MAX = Duration.ofSeconds(25);
    private static final int SIGNAL_MAX_SECONDS = 10;

    private final String name;
    private final Signal orderly;
    private @Nullable ChildProcess process;

    /**
     * A member that does not run yet.
     *
     * @param orderly the signal that asks it to stop
     */
    Member(String name, Signal orderly) {
        this.name = name;
        this.orderly = orderly;
    }

    /**
     * Starts the process and returns when the program accepts it, which may be before it is ready.
     */
    abstract ChildProcess launch();

    /** Called after an orderly stop. */
    void stopped() {}

    String name() {
        return name;
    }

    synchronized boolean isRunning() {
        ChildProcess running = process;
        return running != null && running.isAlive();
    }

    /** Starts it unless it runs. */
    synchronized void ensureRunning() {
        if (!isRunning()) {
            process = launch();
        }
    }

    /** Ends the process and its children without warning. */
    synchronized void kill() {
        signal("KILL");
        ChildProcess running = process;
        if (running != null) {
            running.stop(Signal.KILL, STOP_MAX);
        }
    }

    synchronized void freeze() {
        signal("STOP");
    }

    synchronized void thaw() {
        signal("CONT");
    }

    /** Asks the process to stop and waits; it is killed if it has not stopped within 25 seconds. */
    synchronized void stop() {
        ChildProcess running = process;
        if (running != null) {
            running.stop(orderly, STOP_MAX);
            stopped();
        }
    }

    /** Sends a signal to the process first, so that it does not see its children end. */
    private void signal(String signal) {
        ChildProcess running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        command.add(Long.toString(running.pid()));
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(running.pid()).stream().flatMap(ProcessHandle::descendants)) {
            children.map(child -> Long.toString(child.pid())).forEach(command::add);
        }
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(SIGNAL_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot send SIG" + signal + " to " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal, e);
        }
    }
}
