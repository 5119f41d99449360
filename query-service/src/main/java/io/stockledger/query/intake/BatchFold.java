package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.GenerationSchemas;
import io.stockledger.query.intake.Projection.Pass;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Folds the inputs of a batch into the tables of their generations. */
final class BatchFold {

    private BatchFold() {}

    /** Folds all products together: one statement per table writes the rows of the whole batch. */
    static BatchOutcome together(Connection connection, List<ProjectionInput> inputs)
            throws SQLException {
        return fold(connection, inputs, pass -> pass);
    }

    /**
     * Folds one product after the other, each after its own savepoint. This is slow and is used
     * only after the database has refused a value of the batch, so that only the product of that
     * value is held.
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
                            .map(input -> input.ofProduct(productId))
                            .toList();
            outcome.addAll(withSavepoint(connection, ofProduct));
        }
        return outcome;
    }

    private static BatchOutcome withSavepoint(Connection connection, List<ProjectionInput> inputs)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            BatchOutcome outcome = together(connection, inputs);
            connection.releaseSavepoint(before);
            return outcome;
        } catch (SQLException e) {
            if (!isDataRefused(e)) {
                throw e;
            }
            connection.rollback(before);
            // The product is folded again with every event refused, to find its versions.
            String reason = "the database refused it with SQLSTATE " + e.getSQLState();
            return fold(connection, inputs, pass -> new RefusingPass(pass, reason));
        }
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
     * Whether the database refused a value, as opposed to failing: data exceptions (SQLSTATE class
     * 22), violated constraints (23), and exceeded limits such as the size of an index row (54).
     */
    static boolean isDataRefused(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /** A pass that applies no event and gives the reason. */
    private record RefusingPass(Pass pass, String reason) implements Pass {

        @Override
        public long versionOf(String productId) {
            return pass.versionOf(productId);
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
