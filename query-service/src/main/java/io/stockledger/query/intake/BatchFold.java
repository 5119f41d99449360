package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.GenerationSchemas;
import io.stockledger.query.intake.Projection.Pass;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Folds the inputs of a batch into the tables of their generations. */
final class BatchFold {

    private static final Logger LOG = LoggerFactory.getLogger(BatchFold.class);

    private BatchFold() {}

    /** Folds all products together: one statement per table writes the rows of the whole batch. */
    static BatchOutcome together(Connection connection, List<ProjectionInput> inputs)
            throws SQLException {
        return fold(connection, inputs, pass -> pass);
    }

    /**
     * The same, unless one generation has applied an event that another one could not apply.
     *
     * @throws SplitBatchException in that case; the caller rolls back and folds product by product
     */
    static BatchOutcome togetherUnlessSplit(Connection connection, List<ProjectionInput> inputs)
            throws SQLException {
        BatchOutcome outcome = together(connection, inputs);
        String cause = outcome.causeOfSplit();
        if (cause != null) {
            throw new SplitBatchException(cause);
        }
        return outcome;
    }

    /** The generations of a batch disagree about an event. */
    static final class SplitBatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SplitBatchException(String cause) {
            super("a read model refuses it: " + cause, null, false, false);
        }
    }

    /**
     * Folds one product after the other, each after its own savepoint. This is slow and is used
     * only after a value of the batch was refused, so that only the product of that value is held.
     */
    static BatchOutcome productByProduct(Connection connection, List<ProjectionInput> inputs)
            throws SQLException {
        var productIds = new TreeSet<String>();
        inputs.forEach(input -> productIds.addAll(input.products().records().keySet()));
        var outcome = new BatchOutcome();
        for (String productId : productIds) {
            List<ProjectionInput> ofProduct =
                    inputs.stream()
                            .filter(input -> input.products().records().containsKey(productId))
                            .toList();
            int records =
                    ofProduct.stream().mapToInt(input -> count(input, productId)).max().orElse(0);
            foldPart(connection, ofProduct, productId, 0, records, outcome);
        }
        return outcome;
    }

    private static int count(ProjectionInput input, String productId) {
        return input.products().records().getOrDefault(productId, List.of()).size();
    }

    /** Folds a part of a product's records; a part that is refused is halved down to its record. */
    private static void foldPart(
            Connection connection,
            List<ProjectionInput> inputs,
            String productId,
            int from,
            int to,
            BatchOutcome outcome)
            throws SQLException {
        List<ProjectionInput> part =
                inputs.stream().map(input -> part(input, productId, from, to)).toList();
        Savepoint before = connection.setSavepoint();
        String reason;
        try {
            BatchOutcome folded = togetherUnlessSplit(connection, part);
            connection.releaseSavepoint(before);
            outcome.addAll(folded);
            return;
        } catch (SQLException e) {
            if (!isDataRefused(e)) {
                throw e;
            }
            reason = "the database refused it with SQLSTATE " + e.getSQLState();
        } catch (SplitBatchException e) {
            reason = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn(
                    "A record of product '{}' cannot be projected, and the product is held: {}",
                    productId,
                    e.toString());
            reason = "its projection failed: " + e.getMessage();
        }
        connection.rollback(before);
        if (to - from > 1) {
            int middle = (from + to) / 2;
            foldPart(connection, inputs, productId, from, middle, outcome);
            foldPart(connection, inputs, productId, middle, to, outcome);
        } else {
            outcome.addAll(refused(connection, part, productId, reason));
        }
    }

    private static ProjectionInput part(ProjectionInput input, String productId, int from, int to) {
        List<ReceivedRecord> records =
                input.products().records().getOrDefault(productId, List.of());
        int size = records.size();
        return input.ofProduct(
                productId, records.subList(Math.min(from, size), Math.min(to, size)));
    }

    /** Folds the record again with its event refused, to find the versions of the product. */
    private static BatchOutcome refused(
            Connection connection, List<ProjectionInput> inputs, String productId, String reason)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            BatchOutcome outcome = fold(connection, inputs, pass -> new RefusingPass(pass, reason));
            connection.releaseSavepoint(before);
            return outcome;
        } catch (SQLException e) {
            if (!isDataRefused(e)) {
                throw e;
            }
        } catch (RuntimeException e) {
            LOG.debug("The rows of product '{}' cannot be read either", productId, e);
        }
        connection.rollback(before);
        var outcome = new BatchOutcome();
        for (ProjectionInput input : inputs) {
            outcome.add(
                    input.generation(),
                    List.of(ProductOutcome.ofUnreadableRows(productId, reason)));
        }
        return outcome;
    }

    private static BatchOutcome fold(
            Connection connection, List<ProjectionInput> inputs, UnaryOperator<Pass> decorator)
            throws SQLException {
        var outcome = new BatchOutcome();
        for (ProjectionInput input : inputs) {
            GenerationSchemas.setSearchPath(connection, readGenerations(input, inputs));
            Pass pass = input.projection().open(connection, input.products().events());
            Pass guarded = decorator.apply(pass);
            var products = new ArrayList<ProductOutcome>(input.products().records().size());
            input.products()
                    .records()
                    .forEach(
                            (productId, records) ->
                                    products.add(SequenceGuard.apply(productId, records, guarded)));
            pass.write();
            outcome.add(input.generation(), products);
        }
        return outcome;
    }

    /**
     * The generations whose tables the statements of an input may name: its own, and one of each
     * other projection. While each projection has one generation, this result is the same for all
     * inputs, and the search path is set only once.
     */
    private static Collection<Generation> readGenerations(
            ProjectionInput input, List<ProjectionInput> inputs) {
        var byProjection = new LinkedHashMap<String, Generation>();
        for (ProjectionInput other : inputs) {
            byProjection.putIfAbsent(other.projection().name(), other.generation());
        }
        byProjection.put(input.projection().name(), input.generation());
        return byProjection.values();
    }

    /**
     * Whether a value was refused, as opposed to a failure of the database: by the driver (SQLSTATE
     * class 07), or by the database as a data exception (22), a violated constraint (23), or an
     * exceeded limit such as the size of an index row (54).
     */
    static boolean isDataRefused(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("07")
                        || state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("54"));
    }

    /** A pass that applies no event and gives the reason. */
    private record RefusingPass(Pass pass, String reason) implements Pass {

        @Override
        public long versionOf(String productId) {
            return pass.versionOf(productId);
        }

        @Override
        public @Nullable UUID lastEventIdOf(String productId) {
            return pass.lastEventIdOf(productId);
        }

        @Override
        public void apply(EventEnvelope event) {
            throw new IllegalStateException(reason);
        }

        @Override
        public void write() throws SQLException {
            pass.write();
        }
    }
}
