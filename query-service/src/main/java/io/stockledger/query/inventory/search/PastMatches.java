package io.stockledger.query.inventory.search;

import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The SQL that finds the few products which a page as of an instant gathers before it sorts them,
 * and that counts them. The aliases are those of {@link PastPageStatements}.
 */
final class PastMatches {

    private static final String REGISTERED =
            """
            inventory_search k
            {details}
            """
                    .replace("{details}", PastPageStatements.DETAILS_BY_KEY.strip());

    private static final String SELECT_MATCHING =
            """
            SELECT s.product_id, s.sku, s.name_key
            FROM {source}
            {scarce}
            {warehouse}
            WHERE {conditions}
            """;

    private static final String SCARCE =
            "JOIN inventory_periods c ON c.product_id = s.product_id AND {conditions}";

    private static final String OF_WAREHOUSE =
            """
            JOIN (
                SELECT h.product_id
                FROM inventory_holdings h
                WHERE h.warehouse_id = :warehouseId AND h.stood_from <= :asOf
                UNION ALL
                SELECT f.product_id
                FROM inventory_former_holdings f
                WHERE f.warehouse_id = :warehouseId
                    AND f.stood_from <= :asOf AND f.stood_until > :asOf
            ) AS h ON h.product_id = s.product_id
            """;

    private static final String COUNT =
            """
            SELECT count(*)
            FROM (
            {selectMatching}
                LIMIT :countMax
            ) AS m
            """;

    private static final String COUNT_REGISTERED =
            """
            SELECT count(*)
            FROM (
                SELECT FROM inventory_search k WHERE k.registered_from <= :asOf LIMIT :countMax
            ) AS m
            """;

    /** How the products of a page are found. */
    enum Way {
        /** In the order of the page. */
        SCANNED,
        /** Those that the filters match, which are few. */
        GATHERED,
        /** All that were registered at the instant, which are few. */
        REGISTERED
    }

    private PastMatches() {}

    /** Counts the products that were registered at the instant, up to a limit. */
    static SqlFragment countRegistered(Instant asOf, int countMax) {
        return PastPageStatements.bound(SqlFragment.of(COUNT_REGISTERED), asOf)
                .bind("countMax", Types.INTEGER, countMax);
    }

    /** Counts the products that the request matches, up to a limit. */
    static SqlFragment count(InventoryFilter filter, Instant asOf, int countMax) {
        return PastPageStatements.bound(
                        SqlFragment.of(COUNT)
                                .insert("selectMatching", select(filter, Way.GATHERED)),
                        asOf)
                .bind("countMax", Types.INTEGER, countMax);
    }

    /** The products that the request matches, without the condition on the sku. */
    static SqlFragment select(InventoryFilter filter, Way way) {
        var conditions = new ArrayList<>(PageConditions.words(filter));
        PastPageStatements.addArchived(filter.archived(), conditions);
        conditions.add(
                way == Way.REGISTERED
                        ? SqlFragment.of("k.registered_from <= :asOf")
                        : PastPageStatements.DETAILS_AT_INSTANT);
        return SqlFragment.of(SELECT_MATCHING)
                .insert("source", way == Way.REGISTERED ? REGISTERED : PastPageStatements.DETAILS)
                .insert("scarce", way == Way.REGISTERED ? SqlFragment.NONE : scarce(filter))
                .insert(
                        "warehouse",
                        filter.warehouseId() == null
                                ? SqlFragment.NONE
                                : SqlFragment.of(OF_WAREHOUSE)
                                        .bind("warehouseId", Types.VARCHAR, filter.warehouseId()))
                .insert("conditions", SqlFragment.allOf(conditions));
    }

    /** A lapsed reservation only raises the stored quantity, so no product is missing. */
    private static SqlFragment scarce(InventoryFilter filter) {
        List<SqlFragment> conditions = PageConditions.scarce(filter, "c");
        if (conditions.isEmpty()) {
            return SqlFragment.NONE;
        }
        conditions.add(SqlFragment.of("c.stood_from <= :asOf AND c.stood_until > :asOf"));
        if (filter.archived() != null) {
            conditions.add(PageConditions.archived("c", filter.archived()));
        }
        return SqlFragment.of(SCARCE).insert("conditions", SqlFragment.allOf(conditions));
    }
}
