package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.services.RequestPath;
import io.stockledger.cli.services.Service;
import io.stockledger.cli.stockimport.CommandSender.Answer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Gives every row of a window its outcome.
 *
 * <p>First the products that the import has not met before are registered, each by its first row.
 * Only then it is known whether the system had them before, which decides about all further rows:
 * they are received, or counted, or left out. Each step sends its commands in a few requests at the
 * same time. Their order does not matter, because the rows of a step have different products or
 * different warehouses.
 *
 * <p>Products are remembered from window to window as {@link TextHashes}. Called by one thread.
 */
final class WindowImport {

    /** The most requests at the same time, which is the number of threads. */
    static final int REQUESTS_AT_ONCE = 4;

    private static final int REQUEST_ROWS = 1000;
    private static final String ALREADY_REGISTERED = "already-registered";

    private final RowCommands commands;
    private final CommandSender sender;
    private final ExistingProducts mode;
    private final boolean isDryRun;
    private final ExecutorService threads;
    private final TextHashes registered = new TextHashes();
    private final TextHashes existing = new TextHashes();
    private final TextHashes recorded = new TextHashes();

    WindowImport(
            RowCommands commands,
            Service service,
            ExistingProducts mode,
            boolean isDryRun,
            ExecutorService threads) {
        this.commands = commands;
        this.sender = new CommandSender(service);
        this.mode = mode;
        this.isDryRun = isDryRun;
        this.threads = threads;
    }

    /** Ends every row of the window. */
    void end(List<ListRow> window) {
        List<ListRow> open = window.stream().filter(ListRow::isOpen).toList();
        List<ListRow> first = firstOfUnknownProducts(open);
        // A further round has a row only if the service refuses a row for its values.
        while (!first.isEmpty()) {
            perform(first, commands::register, this::registered);
            List<ListRow> rest =
                    open.stream().filter(ListRow::isOpen).filter(this::isUnknown).toList();
            first = firstOfUnknownProducts(rest);
        }
        List<ListRow> further = open.stream().filter(ListRow::isOpen).toList();
        receive(further.stream().filter(row -> registered.contains(product(row))).toList());
        endExisting(further.stream().filter(ListRow::isOpen).toList());
    }

    private List<ListRow> firstOfUnknownProducts(List<ListRow> rows) {
        Set<String> products = new HashSet<>();
        return rows.stream()
                .filter(this::isUnknown)
                .filter(row -> products.add(product(row)))
                .toList();
    }

    private boolean isUnknown(ListRow row) {
        return !registered.contains(product(row)) && !existing.contains(product(row));
    }

    private static String product(ListRow row) {
        return row.values().productId();
    }

    private void registered(ListRow row, Answer answer) {
        if (answer.isAccepted()) {
            registered.add(product(row));
            if (answer.isReplayed()) {
                recorded.add(product(row));
            }
            endAccepted(row, answer, Outcome.REGISTERED);
        } else if (answer.problem().equals(ALREADY_REGISTERED)) {
            existing.add(product(row));
        } else {
            row.end(Outcome.REJECTED, answer.detail());
        }
    }

    private void receive(List<ListRow> rows) {
        for (ListRow row : rows) {
            if (row.values().quantity() == 0) {
                row.end(Outcome.PASSED_OVER, "it has nothing in a further warehouse");
            } else if (isDryRun && !recorded.contains(product(row))) {
                // The service cannot judge it, because the product is not registered.
                row.end(Outcome.RECEIVED, "");
            }
        }
        perform(
                rows.stream().filter(ListRow::isOpen).toList(),
                commands::receive,
                (row, answer) -> endDecided(row, answer, Outcome.RECEIVED));
    }

    private void endExisting(List<ListRow> rows) {
        switch (mode) {
            case REJECT ->
                    rows.forEach(
                            row ->
                                    row.end(
                                            Outcome.REJECTED,
                                            "the system has the product '%s': see --existing"
                                                    .formatted(product(row))));
            case SKIP ->
                    rows.forEach(
                            row ->
                                    row.end(
                                            Outcome.PASSED_OVER,
                                            "the system has the product already"));
            case COUNT -> {
                inParallel(rows, this::endUnchanged);
                perform(
                        rows.stream().filter(ListRow::isOpen).toList(),
                        commands::count,
                        (row, answer) -> endDecided(row, answer, Outcome.COUNTED));
            }
        }
    }

    private void endUnchanged(ListRow row) {
        JsonNode product = sender.get(RequestPath.of("/v1/products").id(product(row)).toString());
        long quantity =
                product.path("warehouses")
                        .valueStream()
                        .filter(
                                each ->
                                        each.path("warehouseId")
                                                .asString("")
                                                .equals(row.values().warehouse()))
                        .mapToLong(each -> each.path("quantity").asLong(0))
                        .sum();
        if (quantity == row.values().quantity()) {
            row.end(Outcome.UNCHANGED, "");
        }
    }

    private static void endDecided(ListRow row, Answer answer, Outcome outcome) {
        if (answer.isAccepted()) {
            endAccepted(row, answer, outcome);
        } else {
            row.end(Outcome.REJECTED, answer.detail());
        }
    }

    private static void endAccepted(ListRow row, Answer answer, Outcome outcome) {
        row.end(answer.isReplayed() ? Outcome.DONE_BEFORE : outcome, "");
    }

    /** Sends the commands of the rows, and then passes each row with its answer on. */
    private void perform(
            List<ListRow> rows,
            Function<ListRow, ObjectNode> command,
            BiConsumer<ListRow, Answer> end) {
        Answer[] answers = new Answer[rows.size()];
        if (isDryRun) {
            inParallel(
                    indexes(rows.size(), 1),
                    index -> {
                        ObjectNode each = command.apply(rows.get(index));
                        answers[index] =
                                sender.send(
                                        RowCommands.dryRunPath(each),
                                        RowCommands.key(each),
                                        RowCommands.body(each));
                    });
        } else {
            inParallel(
                    indexes(rows.size(), REQUEST_ROWS),
                    begin -> {
                        int length = Math.min(REQUEST_ROWS, rows.size() - begin);
                        List<Answer> all =
                                sender.sendAll(
                                        rows.subList(begin, begin + length).stream()
                                                .map(command)
                                                .toList());
                        for (int i = 0; i < length; i++) {
                            answers[begin + i] = all.get(i);
                        }
                    });
        }
        for (int i = 0; i < answers.length; i++) {
            end.accept(rows.get(i), answers[i]);
        }
    }

    private static List<Integer> indexes(int end, int step) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < end; i += step) {
            indexes.add(i);
        }
        return indexes;
    }

    /**
     * Performs the task on every part, on the threads of the executor, and waits for the end of
     * all.
     *
     * @throws OperatorFailure the first one of a task
     */
    private <T> void inParallel(List<T> parts, Consumer<T> task) {
        List<Future<?>> tasks = new ArrayList<>();
        for (T part : parts) {
            tasks.add(threads.submit(() -> task.accept(part)));
        }
        for (Future<?> each : tasks) {
            try {
                each.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OperatorFailure("the import is interrupted", e);
            }
        }
    }
}
