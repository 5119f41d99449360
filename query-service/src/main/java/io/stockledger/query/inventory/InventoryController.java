package io.stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.access.AccessProblems;
import io.stockledger.access.Caller;
import io.stockledger.access.ClientSlots;
import io.stockledger.access.ClientSlots.Slot;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.QueryParameters;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;
import io.stockledger.query.exports.ExportFormat;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.http.QueryProblemType;
import io.stockledger.query.inventory.cache.CachedAnswer;
import io.stockledger.query.inventory.cache.InventoryCache;
import io.stockledger.query.inventory.cache.LookupAnswer;
import io.stockledger.query.inventory.cache.VersionWaiter;
import io.stockledger.query.inventory.search.InventoryCursor;
import io.stockledger.query.inventory.search.InventoryFilter;
import io.stockledger.query.inventory.search.InventoryPages;
import io.stockledger.query.inventory.search.InventorySort;
import io.stockledger.query.inventory.search.SearchText;
import io.stockledger.query.progress.HeldFreshness;
import io.stockledger.query.stock.InventoryItem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The current stock over HTTP: of one product, of a page of products, or of a list of ids. */
@RestController
final class InventoryController {

    private static final int LIMIT_MAX = 500;
    private static final int LIMIT_DEFAULT = 50;
    private static final int LOOKUP_IDS_MAX = 500;

    /** No question is refused for its length: the header of a request is shorter than this. */
    private static final int SEARCH_CHARACTERS_MAX = 65_536;

    private static final int CURSOR_CHARACTERS_MAX = 4_000;

    /**
     * 500 ids of 128 characters, of at most 12 bytes each as an escaped pair, and the JSON around
     * them.
     */
    private static final int LOOKUP_BYTES_MAX = 1_000_000;

    /** The greatest whole number that JSON readers represent exactly. */
    private static final long WHOLE_NUMBER_MAX = (1L << 53) - 1;

    private final InventoryCache cache;
    private final VersionWaiter waiter;
    private final ClientSlots clientWaits;
    private final InventoryPages pages;
    private final InventoryExport export;
    private final Clock clock;

    InventoryController(
            InventoryCache cache,
            VersionWaiter waiter,
            ClientSlots clientWaits,
            InventoryPages pages,
            InventoryExport export,
            Clock clock) {
        this.cache = cache;
        this.waiter = waiter;
        this.clientWaits = clientWaits;
        this.pages = pages;
        this.export = export;
        this.clock = clock;
    }

    /** Writes the response itself: Spring would compare the tag of a {@code ResponseEntity}. */
    @GetMapping(path = "/v1/inventory/{productId}", produces = MediaType.APPLICATION_JSON_VALUE)
    void product(
            @PathVariable String productId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        Long minVersion = query.wholeNumber("minVersion", 0, WHOLE_NUMBER_MAX);
        Long waitMs = query.wholeNumber("waitMs", 0, waiter.waitMsMax());
        if (waitMs != null && !query.isGiven("minVersion")) {
            query.refuse("waitMs", "is allowed only with minVersion, which is missing");
        }
        query.finish();
        CachedAnswer answer =
                minVersion == null
                        ? cache.find(productId)
                        : await(productId, minVersion, waitMs == null ? 0 : waitMs, request);
        if (answer == null) {
            throw new ProblemException(notFound(productId, response));
        }
        answer.send(request, response, clock.instant());
    }

    /** A wait ends with the token of its caller. */
    private @Nullable CachedAnswer await(
            String productId, long minVersion, long waitMs, HttpServletRequest request) {
        long permittedMs = Caller.permittedMs(request, clock.instant());
        try (Slot _ = clientWaits.take(request)) {
            return waiter.find(productId, minVersion, Math.min(waitMs, permittedMs));
        } catch (ProblemException e) {
            boolean ended =
                    permittedMs < waitMs && e.problem().type() == QueryProblemType.NOT_YET_VISIBLE;
            throw ended ? new ProblemException(AccessProblems.tokenEnded()) : e;
        }
    }

    /** A product whose first events are missing is held, and the view does not have it. */
    private Problem notFound(String productId, HttpServletResponse response) {
        Set<Hold> holds = cache.holds(Set.of(productId), Map.of());
        return HeldFreshness.notFound(productId, response, holds, clock.instant());
    }

    /** Null for an export, which writes the response itself. */
    @GetMapping(
            path = "/v1/inventory",
            produces = {
                MediaType.APPLICATION_JSON_VALUE,
                ExportFormat.CSV_TYPE,
                ExportFormat.JSON_LINES_TYPE
            })
    @Nullable Page page(HttpServletRequest request, HttpServletResponse response)
            throws IOException, HttpMediaTypeNotAcceptableException {
        ExportFormat format = ExportFormat.of(request);
        QueryParameters query = QueryParameters.of(request);
        InventoryFilter filter =
                new InventoryFilter(
                        words(query),
                        query.identifier("sku"),
                        query.identifier("warehouseId"),
                        query.flag("inStock"),
                        query.wholeNumber("availableBelow", 0, WHOLE_NUMBER_MAX),
                        InventoryFilter.archived(
                                query.oneOf("archived", InventoryFilter.ARCHIVED_WORDS)),
                        query.instant("asOf"));
        String word = query.oneOf("sort", InventorySort.words());
        InventorySort sort = word == null ? InventorySort.PRODUCT_ID : InventorySort.ofWord(word);
        if (format != null) {
            format.refusePaging(query);
            query.finish();
            export.send(format, sort, filter, request, response);
            return null;
        }
        int limit = (int) query.wholeNumberOr("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        InventoryCursor after = cursor(query, sort, filter);
        query.finish();

        Instant asOf = pages.instant(filter, after);
        HeldRows<InventoryItem> read = pages.page(sort, filter, after, asOf, limit + 1);
        HeldFreshness.apply(response, read.holds(), clock.instant());
        List<InventoryItem> items = read.rows();
        if (asOf == null) {
            cache.dropOlderThan(items);
        }
        if (items.size() <= limit) {
            return new Page(items, null);
        }
        List<InventoryItem> page = items.subList(0, limit);
        return new Page(page, InventoryCursor.write(sort, filter, asOf, page.getLast()));
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
        Map<String, CachedAnswer> found = cache.find(new HashSet<>(productIds));
        HeldFreshness.apply(response, cache.holds(productIds, found), clock.instant());
        byte[] answer = LookupAnswer.of(productIds, found);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }

    private static List<String> words(QueryParameters query) {
        String search = query.text("q", SEARCH_CHARACTERS_MAX);
        List<String> words = search == null ? List.of() : SearchText.patterns(search);
        if (search != null && words.isEmpty()) {
            query.refuse("q", "must contain a word");
        }
        return words;
    }

    private static @Nullable InventoryCursor cursor(
            QueryParameters query, InventorySort sort, InventoryFilter filter) {
        String text = query.text("cursor", CURSOR_CHARACTERS_MAX);
        InventoryCursor cursor = text == null ? null : InventoryCursor.read(text, sort, filter);
        if (text != null && cursor == null) {
            query.refuse(
                    "cursor",
                    "is not the nextCursor of a page with this sort and these filters, or is of an"
                            + " earlier version of the service; begin again with the first page");
        }
        return cursor;
    }

    /** A page of items; the last page has no {@code nextCursor}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<InventoryItem> items, @Nullable String nextCursor) {}
}
