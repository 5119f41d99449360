package io.stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.QueryParameters;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;
import io.stockledger.query.inventory.cache.CachedAnswer;
import io.stockledger.query.inventory.cache.InventoryCache;
import io.stockledger.query.inventory.cache.LookupAnswer;
import io.stockledger.query.inventory.cache.VersionWaiter;
import io.stockledger.query.inventory.search.InventoryCursor;
import io.stockledger.query.inventory.search.InventoryFilter;
import io.stockledger.query.inventory.search.InventoryItem;
import io.stockledger.query.inventory.search.InventoryPages;
import io.stockledger.query.inventory.search.InventorySort;
import io.stockledger.query.inventory.search.SearchText;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/** The stock of products over HTTP: one, a page, or a list of ids. */
@RestController
public final class InventoryController {

    static final int LIMIT_MAX = 500;
    static final int LIMIT_DEFAULT = 50;
    static final int LOOKUP_IDS_MAX = 500;
    static final int QUESTION_CHARACTERS_MAX = 200;
    static final int CURSOR_CHARACTERS_MAX = 4_000;

    /** 500 ids of 128 characters, each at most 12 bytes as an escaped pair, and the rest. */
    static final int LOOKUP_BYTES_MAX = 1_000_000;

    private static final long VERSION_MAX = (1L << 53) - 1;

    private final InventoryCache answers;
    private final VersionWaiter awaited;
    private final InventoryPages pages;

    public InventoryController(
            InventoryCache answers, VersionWaiter awaited, InventoryPages pages) {
        this.answers = answers;
        this.awaited = awaited;
        this.pages = pages;
    }

    /** No {@code ResponseEntity}: Spring would compare its tag with the caller's on its own. */
    @GetMapping(path = "/v1/inventory/{productId}", produces = MediaType.APPLICATION_JSON_VALUE)
    void product(
            @PathVariable String productId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        Long minVersion = query.wholeNumber("minVersion", 0, VERSION_MAX);
        Long waitMs = query.wholeNumber("waitMs", 0, awaited.waitMsMax());
        if (waitMs != null && !query.isGiven("minVersion")) {
            query.refuse("waitMs", "is for a minVersion, which is missing");
        }
        query.finish();
        CachedAnswer answer =
                minVersion == null
                        ? answers.find(productId)
                        : awaited.find(productId, minVersion, waitMs == null ? 0 : waitMs);
        if (answer == null) {
            throw new ProblemException(Problems.productNotFound(productId));
        }
        answer.send(request, response);
    }

    @GetMapping(path = "/v1/inventory", produces = MediaType.APPLICATION_JSON_VALUE)
    Page page(HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        InventoryFilter filter =
                new InventoryFilter(
                        words(query),
                        query.identifier("sku"),
                        query.identifier("warehouseId"),
                        query.flag("inStock"),
                        query.wholeNumber("availableBelow", 0, (1L << 53) - 1));
        String word = query.oneOf("sort", InventorySort.words());
        InventorySort sort = word == null ? InventorySort.PRODUCT_ID : InventorySort.ofWord(word);
        int limit = (int) query.wholeNumberOr("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        InventoryCursor after = cursor(query, sort, filter);
        query.finish();

        List<InventoryItem> items = pages.page(sort, filter, after, limit + 1);
        answers.shown(items);
        if (items.size() <= limit) {
            return new Page(items, null);
        }
        List<InventoryItem> shown = items.subList(0, limit);
        return new Page(shown, InventoryCursor.write(sort, filter, shown.getLast()));
    }

    @PostMapping(
            path = "/v1/inventory-lookups",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    void lookUp(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request).finish();
        RequestFields fields = RequestFields.of(RequestBodies.read(request, LOOKUP_BYTES_MAX));
        List<String> productIds = fields.identifiers("productIds", 1, LOOKUP_IDS_MAX);
        fields.finish();
        byte[] found = LookupAnswer.of(productIds, answers.find(new HashSet<>(productIds)));
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(found.length);
        response.getOutputStream().write(found);
    }

    private static List<String> words(QueryParameters query) {
        String question = query.text("q", QUESTION_CHARACTERS_MAX);
        List<String> words = question == null ? List.of() : SearchText.patterns(question);
        if (question != null && words.isEmpty()) {
            query.refuse("q", "must have a word");
        }
        if (words.size() > InventoryPages.WORDS_MAX) {
            query.refuse("q", "must have at most " + InventoryPages.WORDS_MAX + " words");
        }
        return words;
    }

    private static @Nullable InventoryCursor cursor(
            QueryParameters query, InventorySort sort, InventoryFilter filter) {
        String text = query.text("cursor", CURSOR_CHARACTERS_MAX);
        InventoryCursor cursor = text == null ? null : InventoryCursor.read(text, sort, filter);
        if (text != null && cursor == null) {
            query.refuse("cursor", "is no nextCursor of a page with this sort and these filters");
        }
        return cursor;
    }

    /** A page; without {@code nextCursor} it is the last one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<InventoryItem> items, @Nullable String nextCursor) {}
}
