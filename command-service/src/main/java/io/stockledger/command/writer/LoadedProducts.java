package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.ProductLoad;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The result of one load.
 *
 * @param products the products that are complete
 * @param failures the products whose history cannot be read, with the reason
 * @param unfinished the rest of the load, or null if it is complete
 * @param longHistory whether this load continued an earlier load that was unfinished
 * @param epochsBefore the number of epochs that the loader had left behind when the load began
 */
record LoadedProducts(
        Map<String, Product> products,
        Map<String, RuntimeException> failures,
        @Nullable ProductLoad unfinished,
        boolean longHistory,
        int epochsBefore) {}
