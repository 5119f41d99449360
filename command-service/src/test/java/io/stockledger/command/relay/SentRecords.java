package io.stockledger.command.relay;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the records that each relay gives to its producer, which creates this object. */
public final class SentRecords implements ProducerInterceptor<byte[], byte[]> {

    private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

    private LongAdder count = new LongAdder();

    /** The settings of a relay whose records are counted under this name. */
    static Map<String, Object> countedAs(String name) {
        Map<String, Object> config = RelayRig.kafkaConfig();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        config.put(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, SentRecords.class.getName());
        return config;
    }

    static long count(String name) {
        return counter(name).sum();
    }

    private static LongAdder counter(String name) {
        return COUNTS.computeIfAbsent(name, _ -> new LongAdder());
    }

    @Override
    public void configure(Map<String, ?> config) {
        count = counter(String.valueOf(config.get(ProducerConfig.CLIENT_ID_CONFIG)));
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        count.increment();
        return record;
    }

    @Override
    public void onAcknowledgement(
            @Nullable RecordMetadata metadata, @Nullable Exception exception) {}

    @Override
    public void close() {}
}
