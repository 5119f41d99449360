package io.stockledger.events;

/**
 * The names that producers and consumers of the Kafka topic agree on. The record's key is the
 * product id and its value the envelope, both UTF-8; the headers follow the CloudEvents 1.0 Kafka
 * protocol binding, binary content mode.
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

    /** The event's position in the whole log, in decimal digits. */
    public static final String HEADER_POSITION = "position";

    /** The W3C trace context of the request that caused the event, where it had one. */
    public static final String HEADER_TRACEPARENT = "traceparent";

    private EventTopic() {}
}
