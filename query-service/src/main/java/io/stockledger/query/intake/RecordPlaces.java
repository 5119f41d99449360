package io.stockledger.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.EventTopic;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the {@link RecordPlace} of each record from its headers. Headers that contradict each other
 * or cannot be read are not those of the relay. For one thread.
 */
final class RecordPlaces {

    /** No log has this epoch; it stands for a header that is not a UUID. */
    private static final UUID UNREADABLE_EPOCH = new UUID(0, 0);

    private static final int DIGITS_MAX = 18;
    private static final long UNREADABLE = -1;

    /** The last epoch, since nearly all records of a topic name the same one. */
    private byte[] epochBytes = {};

    private Optional<UUID> epoch = Optional.of(UNREADABLE_EPOCH);

    RecordPlace of(Headers headers) {
        long position = 0;
        long previous = 0;
        Optional<UUID> ofRecord = Optional.empty();
        for (Header header : headers) {
            switch (header.key()) {
                case EventTopic.HEADER_POSITION -> position = number(header.value());
                case EventTopic.HEADER_PREVIOUS_POSITION -> previous = number(header.value());
                case EventTopic.HEADER_EPOCH -> ofRecord = epoch(header.value());
                default -> {
                    // Other headers do not concern the place.
                }
            }
        }
        boolean isValid = position > 0 && previous >= 0 && previous < position;
        return isValid
                ? new RecordPlace(position, previous, ofRecord)
                : new RecordPlace(0, 0, ofRecord);
    }

    private static long number(byte @Nullable [] digits) {
        if (digits == null || digits.length == 0 || digits.length > DIGITS_MAX) {
            return UNREADABLE;
        }
        long number = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return UNREADABLE;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }

    private Optional<UUID> epoch(byte @Nullable [] text) {
        if (text == null) {
            return Optional.of(UNREADABLE_EPOCH);
        }
        if (!Arrays.equals(text, epochBytes)) {
            epochBytes = text;
            try {
                epoch = Optional.of(UUID.fromString(new String(text, UTF_8)));
            } catch (IllegalArgumentException e) {
                epoch = Optional.of(UNREADABLE_EPOCH);
            }
        }
        return epoch;
    }
}
