package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The values that a row of a stock list gives. */
enum Field {
    PRODUCT_ID("productId"),
    SKU("sku"),
    NAME("name"),
    QUANTITY("quantity"),
    WAREHOUSE("warehouse");

    private final String word;

    Field(String word) {
        this.word = word;
    }

    /**
     * Returns the field with this name, in any case.
     *
     * @throws OperatorFailure if no field has this name
     */
    static Field parse(String name) {
        return Arrays.stream(values())
                .filter(field -> field.word.equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new OperatorFailure(
                                        "--map: no field '%s': the fields are %s"
                                                .formatted(
                                                        name,
                                                        Arrays.stream(values())
                                                                .map(Field::toString)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    /** The name as it is written on the command line. */
    @Override
    public String toString() {
        return word;
    }
}
