package io.stockledger.query.inventory.search;

import io.stockledger.query.stock.InventoryItem;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The last item of a page, by its sort key and its id. The text of a cursor is base64url JSON with
 * a digest over its content, the order and the filters, so that a changed cursor and a cursor of
 * another request are recognised. It is no secret and grants nothing.
 */
public record InventoryCursor(String key, String productId, @Nullable Instant asOf) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int DIGEST_BYTES = 9;

    /** A cursor of a list of now. */
    InventoryCursor(String key, String productId) {
        this(key, productId, null);
    }

    /**
     * The text of the cursor after an item.
     *
     * @param asOf the instant of the page; null if it is a page of now
     */
    public static String write(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable Instant asOf,
            InventoryItem last) {
        return new InventoryCursor(sort.keyOf(last), last.productId(), asOf).text(sort, filter);
    }

    /** The cursor; null if the text is not a cursor for this order and these filters. */
    public static @Nullable InventoryCursor read(
            String text, InventorySort sort, InventoryFilter filter) {
        try {
            JsonNode json = MAPPER.readTree(Base64.getUrlDecoder().decode(text));
            JsonNode asOf = json.path("t");
            var cursor =
                    new InventoryCursor(
                            json.path("k").asString(""),
                            json.path("p").asString(""),
                            asOf.isString() ? Instant.parse(asOf.asString()) : null);
            return sort.accepts(cursor.key) && cursor.text(sort, filter).equals(text)
                    ? cursor
                    : null;
        } catch (IllegalArgumentException | DateTimeException | JacksonException e) {
            return null;
        }
    }

    private String text(InventorySort sort, InventoryFilter filter) {
        var json = MAPPER.createObjectNode();
        json.put("k", key);
        json.put("p", productId);
        if (asOf != null) {
            json.put("t", asOf.toString());
        }
        json.put("d", digest(sort, filter));
        return base64(MAPPER.writeValueAsBytes(json));
    }

    private String digest(InventorySort sort, InventoryFilter filter) {
        var digested =
                Arrays.asList(
                        sort.word(),
                        filter.words(),
                        filter.sku(),
                        filter.warehouseId(),
                        filter.inStock(),
                        filter.availableBelow(),
                        filter.archived(),
                        filter.asOf() == null ? null : filter.asOf().toString(),
                        asOf == null ? null : asOf.toString(),
                        List.of(key, productId));
        byte[] bytes = MAPPER.writeValueAsString(digested).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return base64(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
