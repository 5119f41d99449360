package io.stockledger.query.inventory.cache;

import io.stockledger.http.EntityTags;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.inventory.search.InventoryReading;
import io.stockledger.query.progress.HeldFreshness;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The ready-to-send answer for one product. It can be sent any number of times. Immutable. */
public final class CachedAnswer {

    private static final String NO_CACHE =
            Objects.requireNonNull(CacheControl.noCache().getHeaderValue());

    private static final String NO_STORE =
            Objects.requireNonNull(CacheControl.noStore().getHeaderValue());

    /** The approximate memory of an entry beside its JSON and its id. */
    private static final int OVERHEAD_BYTES = 200;

    private final byte[] json;
    private final String entityTag;
    private final long version;
    private final @Nullable Hold hold;
    private final boolean hasLapsedStock;
    private final Instant validFrom;
    private final Instant validUntil;

    private CachedAnswer(byte[] json, InventoryReading reading) {
        this.json = json;
        this.version = reading.item().version();
        this.entityTag = EntityTags.ofVersion(version);
        this.hold = reading.hold();
        this.hasLapsedStock = reading.hasLapsedStock();
        this.validFrom = reading.validFrom();
        this.validUntil = reading.validUntil();
    }

    static CachedAnswer of(InventoryReading reading, JsonMapper mapper) {
        return new CachedAnswer(mapper.writeValueAsBytes(reading.item()), reading);
    }

    long version() {
        return version;
    }

    /** The hold of the product; null if it is not held. */
    @Nullable Hold hold() {
        return hold;
    }

    /** Whether no reservation lapses between the read and the instant. */
    boolean isValidAt(Instant instant) {
        return instant.isBefore(validUntil) && !instant.isBefore(validFrom);
    }

    /** The approximate memory of this answer under its id, in bytes. */
    int bytes(String productId) {
        return json.length + 2 * productId.length() + OVERHEAD_BYTES;
    }

    /** Writes the JSON as a part of a larger answer. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(json);
    }

    /**
     * Answers a request; 304 without a body if {@code If-None-Match} names this version.
     *
     * @param now the time of the answer
     */
    public void send(HttpServletRequest request, HttpServletResponse response, Instant now)
            throws IOException {
        response.setHeader(HttpHeaders.ETAG, entityTag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, hold == null ? NO_CACHE : NO_STORE);
        if (hold != null) {
            HeldFreshness.apply(response, List.of(hold), now);
        }
        // A lapsed reservation raises the available stock without a new version, and a product
        // becomes held without one: the caller may have this version with other content, so 304
        // would be wrong.
        if (!hasLapsedStock
                && hold == null
                && EntityTags.isNamedBy(request.getHeader(HttpHeaders.IF_NONE_MATCH), entityTag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            // Otherwise the web server adds a Content-Length of 0, which is not that of the item.
            response.flushBuffer();
            return;
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
