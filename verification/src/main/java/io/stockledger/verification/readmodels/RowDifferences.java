package io.stockledger.verification.readmodels;

import io.stockledger.verification.Differences;
import io.stockledger.verification.ProductModel;
import io.stockledger.verification.readmodels.StockColumns.ColumnDifferences;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Reports the values in the rows of one product that differ from its model. */
final class RowDifferences {

    private final ProductModel model;
    private final Differences differences;

    RowDifferences(ProductModel model, Differences differences) {
        this.model = model;
        this.differences = differences;
    }

    /** Those of one table. */
    ColumnDifferences in(String table) {
        return (column, found, expected) -> compare(table, column, found, expected);
    }

    private void compare(
            String table, String column, @Nullable Object found, @Nullable Object expected) {
        if (!Objects.equals(found, expected)) {
            add(table, "%s is %s, the events give %s".formatted(column, found, expected));
        }
    }

    /** Reports a difference at the version of the model. */
    void add(String table, String text) {
        differences.add(
                table,
                "'%s' at version %d: %s".formatted(model.productId(), model.version(), text));
    }

    /** Reports a difference that is not one of a version. */
    void addOfProduct(String table, String text) {
        differences.add(table, "'%s' %s".formatted(model.productId(), text));
    }
}
