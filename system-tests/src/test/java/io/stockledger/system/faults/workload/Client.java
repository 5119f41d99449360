package io.stockledger.system.faults.workload;

import io.stockledger.system.faults.history.CommandResult;
import io.stockledger.system.faults.history.CommandResult.NotDecided;
import io.stockledger.system.faults.history.CommandResult.Recorded;
import io.stockledger.system.faults.history.CommandResult.RecordedEvent;
import io.stockledger.system.faults.history.CommandResult.Unknown;
import io.stockledger.system.faults.workload.Caller.Sending;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A client that sends one call after the other, chosen by its random generator. A command without a
 * known outcome is repeated with its key, at any of the command services, until an answer is known
 * or the load ends. A command without a key is never repeated. Few acknowledged commands are
 * repeated on purpose. For one thread.
 */
public final class Client {

    private static final int PAUSE_MS_MAX = 120;
    private static final int REPEAT_PAUSE_MS = 150;

    private final Workload workload;
    private final Caller caller;
    private final SplittableRandom random;
    private final CommandChoice choice;
    private final List<Sending> unresolved = new ArrayList<>();

    /**
     * A client.
     *
     * @param number distinguishes the clients of a seed
     */
    public Client(Workload workload, int number, Caller caller, SplittableRandom random) {
        this.workload = workload;
        this.caller = caller;
        this.random = random;
        this.choice = new CommandChoice(workload, number, random);
    }

    /** Sends calls until the load ends. */
    public void run(BooleanSupplier loadEnded) throws InterruptedException {
        while (!loadEnded.getAsBoolean()) {
            switch (random.nextInt(20)) {
                case 0, 1 -> bulk(loadEnded);
                case 2, 3, 4 -> caller.readProduct(choice.product(), any(commandServices()));
                case 5, 6, 7, 8, 9 -> caller.readView(choice.product(), null, any(replicas()));
                default -> single(loadEnded);
            }
            pause(random.nextInt(PAUSE_MS_MAX));
        }
    }

    /** The repeatable commands whose outcomes are not known at the end of the load. */
    public List<Sending> unresolved() {
        return List.copyOf(unresolved);
    }

    private void single(BooleanSupplier loadEnded) throws InterruptedException {
        Sending sending = choice.next(random.nextInt(10) > 0);
        CommandResult result = caller.send(sending, any(commandServices()));
        boolean open = isOpen(result);
        while (open && sending.repeatable() && !loadEnded.getAsBoolean()) {
            pause(REPEAT_PAUSE_MS);
            result = caller.send(sending, any(commandServices()));
            open = isOpen(result);
        }
        if (open && sending.repeatable()) {
            unresolved.add(sending);
        }
        if (result instanceof Recorded recorded) {
            afterAcknowledgement(sending, recorded);
        }
    }

    private void afterAcknowledgement(Sending sending, Recorded recorded)
            throws InterruptedException {
        choice.acknowledged(sending.command());
        if (sending.repeatable() && random.nextInt(20) == 0) {
            caller.send(sending, any(commandServices()));
        }
        if (random.nextInt(3) == 0) {
            RecordedEvent event = recorded.events().getLast();
            caller.readView(event.productId(), event.sequenceNumber(), any(replicas()));
        }
    }

    private void bulk(BooleanSupplier loadEnded) throws InterruptedException {
        List<Sending> open = new ArrayList<>();
        int lines = random.nextInt(2, 7);
        for (int i = 0; i < lines; i++) {
            open.add(choice.next(true));
        }
        while (!open.isEmpty()) {
            var results = caller.sendBulk(open, any(commandServices()));
            open.forEach(
                    sending -> {
                        if (results.get(sending.commandId()) instanceof Recorded) {
                            choice.acknowledged(sending.command());
                        }
                    });
            open.removeIf(
                    sending -> {
                        CommandResult result = results.get(sending.commandId());
                        return result != null && !isOpen(result);
                    });
            if (loadEnded.getAsBoolean()) {
                unresolved.addAll(open);
                return;
            }
            pause(REPEAT_PAUSE_MS);
        }
    }

    private static boolean isOpen(CommandResult result) {
        return result instanceof Unknown || result instanceof NotDecided;
    }

    private List<String> commandServices() {
        return workload.commandServices();
    }

    private List<String> replicas() {
        return workload.queryReplicas();
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private static void pause(int milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }
}
