package io.stockledger.replay;

import io.stockledger.cli.output.Progress;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Sends the commands of a plan: those of one product one after the other, those of different
 * products concurrently. A free worker takes the product whose next command is the earliest in the
 * file, so the commands are sent nearly in the order of the file.
 */
final class PlanSender {

    private final CommandSender sender;
    private final @Nullable Journal journal;
    private final Tally tally;
    private final Progress progress;
    private final Differences differences;
    private final AtomicLong notSent = new AtomicLong();
    private final Set<String> unfinishedProducts = ConcurrentHashMap.newKeySet();

    /** The commands that are not sent because an earlier answer for their product is wrong. */
    record UnsentCommands(long commands, Set<String> productIds) {}

    /** A script and its next command. One worker at a time uses it. */
    private static final class ScriptProgress implements Comparable<ScriptProgress> {
        private final ProductScript script;
        private int next;
        private long version;

        ScriptProgress(ProductScript script) {
            this.script = script;
        }

        boolean isDone() {
            return next >= script.commands().size();
        }

        int turn() {
            return isDone() ? Integer.MAX_VALUE : script.commands().get(next).turn();
        }

        @Override
        public int compareTo(ScriptProgress other) {
            return Integer.compare(turn(), other.turn());
        }
    }

    PlanSender(
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
     * Sends every command. An answer that is not the expected one is a difference; the remaining
     * commands of that product are not sent, because their outcome is no longer predictable.
     *
     * @throws ReplayFailure if the system does not answer, or already has one of the products
     */
    UnsentCommands send(List<ProductScript> scripts, int inFlight) {
        PriorityBlockingQueue<ScriptProgress> waiting = new PriorityBlockingQueue<>();
        scripts.stream()
                .filter(script -> !script.commands().isEmpty())
                .map(ScriptProgress::new)
                .forEach(waiting::add);
        AtomicInteger unfinished = new AtomicInteger(waiting.size());
        ConcurrentWork.workers(
                Math.min(inFlight, Math.max(1, waiting.size())),
                stopped -> work(waiting, unfinished, stopped));
        return new UnsentCommands(notSent.get(), Set.copyOf(unfinishedProducts));
    }

    /** Sends the earliest commands until all products are done or taken by other workers. */
    private void work(
            PriorityBlockingQueue<ScriptProgress> waiting,
            AtomicInteger unfinished,
            BooleanSupplier stopped) {
        while (unfinished.get() > 0 && !stopped.getAsBoolean()) {
            ScriptProgress product = waiting.poll();
            if (product == null) {
                // Other workers have all products that are not done.
                return;
            }
            while (!product.isDone() && !stopped.getAsBoolean()) {
                sendNext(product);
                ScriptProgress first = waiting.peek();
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

    private void sendNext(ScriptProgress product) {
        String productId = product.script.productId();
        PlannedCommand planned = product.script.commands().get(product.next);
        Answer answer = sender.send(productId, product.version, planned);
        tally.outcome(planned.command(), answer);
        progress.step();
        product.next++;
        if (answer instanceof Answer.Recorded recorded) {
            product.version = recorded.version();
            if (journal != null) {
                journal.acknowledged(productId, recorded);
            }
        }
        OutcomeCheck.difference(productId, planned, answer)
                .ifPresent(difference -> skipRest(product, planned, answer, difference));
    }

    private void skipRest(
            ScriptProgress product, PlannedCommand planned, Answer answer, String difference) {
        boolean registration = planned.command() instanceof Command.Register;
        if (registration
                && answer instanceof Answer.Refused refused
                && refused.problem().equals(Problem.ALREADY_REGISTERED.wireName())) {
            throw alreadyThere(product.script.productId());
        }
        differences.add(difference);
        unfinishedProducts.add(product.script.productId());
        notSent.addAndGet(product.script.commands().size() - product.next);
        product.next = product.script.commands().size();
    }

    static ReplayFailure alreadyThere(String productId) {
        return ReplayFailure.system(
                "product "
                        + productId
                        + " exists already: start the system with ./run --fresh to delete all data,"
                        + " or give the ids of this replay a prefix, such as --prefix run2-");
    }
}
