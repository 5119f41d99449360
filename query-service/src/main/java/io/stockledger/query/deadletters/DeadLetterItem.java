package io.stockledger.query.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.query.intake.DeadLetter;
import io.stockledger.query.intake.KeptDeadLetter;

import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A dead letter as answers show it. Bytes are shown as UTF-8, in which every byte that is not text
 * is replaced.
 *
 * @param valueBytes the size of the whole value, in bytes
 * @param key the key of the record; only in the answer for one letter
 * @param value the first 64 KiB of the value; only in the answer for one letter
 * @param headers the headers of the record; only in the answer for one letter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterItem(
        long id,
        int partition,
        long offset,
        @Nullable String productId,
        @Nullable Long sequenceNumber,
        @Nullable Long position,
        String cause,
        int valueBytes,
        Instant receivedAt,
        @Nullable String key,
        @Nullable String value,
        @Nullable Map<String, String> headers) {

    static DeadLetterItem withoutContent(KeptDeadLetter kept) {
        return of(kept, null, null, null);
    }

    static DeadLetterItem withContent(KeptDeadLetter kept) {
        var source = kept.letter().source();
        var headers = new LinkedHashMap<String, String>();
        for (Header header : source.headers()) {
            String value = text(header.value());
            headers.put(header.key(), value == null ? "" : value);
        }
        return of(kept, text(source.key()), text(source.value()), headers);
    }

    private static DeadLetterItem of(
            KeptDeadLetter kept,
            @Nullable String key,
            @Nullable String value,
            @Nullable Map<String, String> headers) {
        DeadLetter letter = kept.letter();
        return new DeadLetterItem(
                kept.id(),
                letter.source().partition(),
                letter.source().offset(),
                letter.productId(),
                letter.sequenceNumber(),
                letter.position(),
                letter.cause(),
                kept.valueBytes(),
                kept.receivedAt(),
                key,
                value,
                headers);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
