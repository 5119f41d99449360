package io.stockledger.system.faults.cluster;

import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.Signal;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A process of the cluster, with its children, that can be disturbed and started again. */
public abstract class Member {

    private static final Duration STOP_MAX = Duration.ofSeconds(25);
    private static final Duration RECOVERY_MAX = Duration.ofSeconds(20);

    private final String name;
    private final Signal orderly;
    private final AtomicReference<@Nullable SlowDisk> slowDisk = new AtomicReference<>();
    private @Nullable ChildProcess process;
    private boolean hadFullDisk;

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

    /** Whether it accepts calls, asked without a proxy. */
    abstract boolean answers();

    /** Called after an orderly stop. */
    void stopped() {}

    String name() {
        return name;
    }

    synchronized boolean isRunning() {
        ChildProcess running = process;
        return running != null && running.isAlive();
    }

    /** Starts it unless it runs. A service may not be ready yet. */
    public synchronized void ensureRunning() {
        if (!isRunning()) {
            process = launch();
        }
    }

    /** Ends the process and its children without warning. */
    public synchronized void kill() {
        signal("KILL");
        ChildProcess running = process;
        if (running != null) {
            running.stop(Signal.KILL, STOP_MAX);
        }
    }

    /** Stops all its threads until {@link #thaw}. */
    public synchronized void freeze() {
        signal("STOP");
    }

    public synchronized void thaw() {
        signal("CONT");
    }

    /** Asks the process to stop and waits; it is killed if it has not stopped within 25 seconds. */
    public synchronized void stop() {
        ChildProcess running = process;
        if (running != null) {
            running.stop(orderly, STOP_MAX);
            stopped();
        }
    }

    /**
     * Refuses every write of the process and its children beyond so many bytes of a file, as a full
     * disk refuses it. Those that are started later inherit the limit.
     */
    public synchronized void fillDisk(long fileBytesMax) {
        hadFullDisk = true;
        FileSizeLimit.set(ownId(), fileBytesMax);
        FileSizeLimit.set(childIds(), fileBytesMax);
    }

    /**
     * Allows writes again, waits until it has recovered or ended, and starts it if it has ended.
     */
    public synchronized void freeDisk() {
        FileSizeLimit.remove(ownId());
        FileSizeLimit.remove(childIds());
        ChildProcess running = process;
        if (running != null) {
            running.awaitWhileAlive(this::answers, RECOVERY_MAX);
        }
        ensureRunning();
    }

    /**
     * Starts it if it has ended since its disk was full. On a slow machine it may still answer when
     * the disk is free again, and end after that because of an earlier write.
     */
    synchronized void restartAfterFullDisk() {
        if (hadFullDisk) {
            ensureRunning();
        }
    }

    /** Lets it stand still for most of the time, as if its disk were slow. */
    public void beginSlowDisk() {
        var disk = new SlowDisk(this);
        if (!slowDisk.compareAndSet(null, disk)) {
            throw new IllegalStateException("the disk of " + name + " is slow already");
        }
        disk.start();
    }

    public void endSlowDisk() {
        SlowDisk disk = slowDisk.getAndSet(null);
        if (disk != null) {
            disk.close();
        }
    }

    /** Lets it run all the time again. */
    void resume() {
        endSlowDisk();
        thaw();
    }

    /** Returns the processor time that the process and its running children have used. */
    public synchronized Duration processorTime() {
        return Stream.concat(ownId().stream(), childIds().stream())
                .flatMap(id -> ProcessHandle.of(id).stream())
                .flatMap(handle -> handle.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Sends a signal to the process first, so that it does not see its children end. */
    private void signal(String signal) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        Stream.concat(ownId().stream(), childIds().stream())
                .map(id -> Long.toString(id))
                .forEach(command::add);
        if (command.size() > 2) {
            Tool.run(command);
        }
    }

    /** The id of the process if it runs. */
    synchronized Optional<Long> processId() {
        ChildProcess running = process;
        return running == null || !running.isAlive()
                ? Optional.empty()
                : Optional.of(running.pid());
    }

    private List<Long> ownId() {
        return processId().stream().toList();
    }

    private List<Long> childIds() {
        return ownId().stream()
                .flatMap(id -> ProcessHandle.of(id).stream())
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
    }
}
