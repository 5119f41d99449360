package io.stockledger.events;

/**
 * The names that producers and consumers of the Kafka topic share. The key of a record is the
 * product id and its value the envelope, both in UTF-8. The headers follow the CloudEvents 1.0
 * Kafka protocol binding in binary content mode.
 */
public final class EventTopic {

    public static final String DEFAULT_NAME = "inventory.events";

    public static final String HEADER_CONTENT_TYPE = "content-type";
    public static final String HEADER_SPEC_VERSION = "ce_specversion";
    public static final String HEADER_ID = "ce_id";
    public static final String HEADER_TYPE = "ce_type";
    public static final String HEADER_SOURCE = "ce_source";
    public static final String HEADER_SUBJECT = "ce_subject";
    public static final String HEADER_TIME = "ce_time";

    /** The position of the event in the event log, in decimal digits. */
    public static final String HEADER_POSITION = "position";

    /**
     * The position of the event before this one in the same partition, by the event log; {@code 0}
     * for the first event of a partition. A consumer that has not received that event has a gap.
     */
    public static final String HEADER_PREVIOUS_POSITION = "previous-position";

    /**
     * The epoch of the event log from which the record was published, a UUID as text. Absent in
     * records of versions that knew no epochs; they belong to the epoch with the number 1.
     */
    public static final String HEADER_EPOCH = "epoch";

    /** The W3C trace context of the request that caused the event; absent if it had none. */
    public static final String HEADER_TRACEPARENT = "traceparent";

    private static final String TYPE_PREFIX = "io.stockledger.";
    private static final String VERSION_PREFIX = ".v";
    private static final String NO_EVENT_TYPE =
            "the header " + HEADER_TYPE + " is not an event type with a version";

    private EventTopic() {}

    /**
     * The value of {@link #HEADER_TYPE}, such as {@code io.stockledger.StockReserved.v1}. The type
     * may be one that this version of the code does not know.
     */
    public static String cloudEventsType(String eventType, int version) {
        return TYPE_PREFIX + eventType + VERSION_PREFIX + version;
    }

    /**
     * The version in a value of {@link #HEADER_TYPE}.
     *
     * @throws UnreadableEventException if the text is not such a value
     */
    static int eventVersion(String cloudEventsType) {
        int dot = cloudEventsType.lastIndexOf(VERSION_PREFIX);
        try {
            if (dot >= 0 && cloudEventsType.startsWith(TYPE_PREFIX)) {
                return Integer.parseInt(
                        cloudEventsType,
                        dot + VERSION_PREFIX.length(),
                        cloudEventsType.length(),
                        10);
            }
        } catch (NumberFormatException e) {
            throw new UnreadableEventException(NO_EVENT_TYPE, e);
        }
        throw new UnreadableEventException(NO_EVENT_TYPE);
    }

    /** The topic of the relay's {@link Heartbeat}s, which has one partition. */
    public static String heartbeatTopic(String topic) {
        return topic + ".heartbeat";
    }

    /** The topic of the replicas' {@link RepairRequest}s, which has one partition. */
    public static String repairTopic(String topic) {
        return topic + ".repairs";
    }
}
