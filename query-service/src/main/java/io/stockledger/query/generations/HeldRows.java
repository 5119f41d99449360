package io.stockledger.query.generations;

import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of one statement, and the holds that its answer has to show. Immutable.
 *
 * @param holds without repeats; empty if no product of the rows is held
 */
public record HeldRows<R>(List<R> rows, Set<Hold> holds) {

    /** Makes a row of an answer. */
    @FunctionalInterface
    public interface RowReader<R> {

        R read(ResultSet row) throws SQLException;
    }

    /** Reads all rows, and their holds from the column. */
    public static <R> ResultSetExtractor<HeldRows<R>> reader(
            String holdColumn, RowReader<R> rowReader) {
        return result -> {
            var rows = new ArrayList<R>();
            var holds = new LinkedHashSet<Hold>();
            while (result.next()) {
                rows.add(rowReader.read(result));
                Hold hold = Hold.read(result, holdColumn);
                if (hold != null) {
                    holds.add(hold);
                }
            }
            return new HeldRows<>(rows, holds);
        };
    }

    /** No rows, with the hold of all held products: the row of one of them may be missing. */
    public static <R> HeldRows<R> noRows(JdbcClient jdbc) {
        Set<Hold> holds =
                jdbc.sql(Hold.selectOfAll()).query(reader(Hold.COLUMN_OF_ALL, _ -> true)).holds();
        return new HeldRows<>(List.of(), holds);
    }

    /** No rows, with the hold of a held product, whose row may be missing. */
    public static <R> HeldRows<R> noRows(JdbcClient jdbc, String productId) {
        Set<Hold> holds =
                jdbc.sql(Hold.SELECT_OF_PRODUCTS)
                        .param(1, new String[] {productId})
                        .query(reader(Hold.COLUMN, _ -> true))
                        .holds();
        return new HeldRows<>(List.of(), holds);
    }

    /** Whether an answer with these rows shows a held product. */
    public boolean isHeld() {
        return !holds.isEmpty();
    }
}
