package io.stockledger.replay;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Sends a plan: the commands of one product strictly one after the other, those of different
 * products at once. Of the products that wait, the one whose next command comes first in the file
 * is served first, so the whole keeps to the file's order as closely as it can.
 */
final class Drive {

    private final CommandSender sender;
    private final @Nullable Journal journal;
    private final Tally tally;
    private final Progress progress;
    private final Differences differences;
    private final AtomicLong notSent = new AtomicLong();
    private final Set<String> leftOff = ConcurrentHashMap.newKeySet();

    /** What was not sent, because an earlier answer was wrong. */
    record LeftOut(long commands, Set<String> productIds) {}

    /** A product's script and how far it has been played; held by one worker at a time. */
    private static final class Playing implements Comparable<Playing> {
        private final ProductScript script;
        private int next;
        private long version;

        Playing(ProductScript script) {
            this.script = script;
        }

        boolean isDone() {
            return next >= script.commands().size();
        }

        int turn() {
            return isDone() ? Integer.MAX_VALUE : script.commands().get(next).turn();
        }

        @Override
        public int compareTo(Playing other) {
            return Integer.compare(turn(), other.turn());
        }
    }

    Drive(
            CommandSender sender,
            @Nullable Journal journal,
            Tally tally,
            Progress progress,
            Differences differences) {
        this.sender = sender;
        this.journal = journal;
        this.tally = tally;
        this.progress = progress;
        this.differences = differences;
    }

    /**
     * Sends every command. A product whose answer is not the expected one is a difference, and the
     * rest of its script is left out, because nothing certain can be said about it any more.
     *
     * @throws ReplayFailure when the system stops answering, or has these products already
     */
    LeftOut send(List<ProductScript> scripts, int inFlight) {
        PriorityBlockingQueue<Playing> waiting = new PriorityBlockingQueue<>();
        scripts.stream()
                .filter(script -> !script.commands().isEmpty())
                .map(Playing::new)
                .forEach(waiting::add);
        AtomicInteger unfinished = new AtomicInteger(waiting.size());
        InFlight.workers(
                Math.min(inFlight, Math.max(1, waiting.size())),
                stopped -> work(waiting, unfinished, stopped));
        return new LeftOut(notSent.get(), Set.copyOf(leftOff));
    }

    /** Plays the product that is first in the file until another one is, or until it ends. */
    private void work(
            PriorityBlockingQueue<Playing> waiting,
            AtomicInteger unfinished,
            BooleanSupplier stopped) {
        while (unfinished.get() > 0 && !stopped.getAsBoolean()) {
            Playing product = waiting.poll();
            if (product == null) {
                // Every unfinished product is with another worker: there is nothing to speed up.
                return;
            }
            while (!product.isDone() && !stopped.getAsBoolean()) {
                playNext(product);
                Playing first = waiting.peek();
                if (first != null && first.turn() < product.turn() && !product.isDone()) {
                    waiting.add(product);
                    product = waiting.poll();
                    if (product == null) {
                        return;
                    }
                }
            }
            unfinished.decrementAndGet();
        }
    }

    private void playNext(Playing product) {
        String productId = product.script.productId();
        PlannedCommand planned = product.script.commands().get(product.next);
        Answer answer = sender.send(productId, product.version, planned);
        tally.outcome(planned.command(), answer);
        progress.step();
        product.next++;
        if (answer instanceof Answer.Accepted accepted) {
            product.version = accepted.version();
            if (journal != null) {
                journal.acknowledged(productId, accepted);
            }
        }
        OutcomeCheck.difference(productId, planned, answer)
                .ifPresent(difference -> leaveOff(product, planned, answer, difference));
    }

    private void leaveOff(
            Playing product, PlannedCommand planned, Answer answer, String difference) {
        boolean registration = planned.command() instanceof Command.Register;
        if (registration
                && answer instanceof Answer.Refused refused
                && refused.problem().equals(Problem.ALREADY_REGISTERED.wireName())) {
            throw alreadyThere(product.script.productId());
        }
        differences.add(difference);
        leftOff.add(product.script.productId());
        notSent.addAndGet(product.script.commands().size() - product.next);
        product.next = product.script.commands().size();
    }

    static ReplayFailure alreadyThere(String productId) {
        return ReplayFailure.system(
                "product "
                        + productId
                        + " is there already: begin anew with ./run --fresh, or give the ids of"
                        + " this replay a prefix, such as --prefix run2-");
    }
}
