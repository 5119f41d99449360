package io.stockledger.command.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.EventTopic;
import io.stockledger.events.RepairRequest.OfPartition;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Looks for published events that the topic no longer has. A broker that loses power, or a leader
 * that is elected out of sync, can lose the last records of a partition after it has acknowledged
 * them. A replica that received these records before misses nothing and does not ask for them.
 *
 * <p>The last records of each partition are read and followed by their chain of positions. Records
 * are missing if the chain has a gap, or if it ends before the last published event of the
 * partition. Records that were lost longer ago are found by the replicas that miss them.
 *
 * <p>A repair may have added older events at the end of a partition, so that the chain seems to
 * have a gap. Then events are published again that are not missing, which does no harm.
 */
final class TopicTail {

    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);

    /** So many records of each partition are read. */
    private static final int RECORDS_READ = 500;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ_WITHIN = Duration.ofSeconds(10);

    private final Map<String, Object> kafkaConfig;
    private final PublishedTopic topic;

    TopicTail(Map<String, Object> kafkaConfig, PublishedTopic topic) {
        this.kafkaConfig = RelayClientConfig.ofReads(kafkaConfig, "tail");
        this.topic = topic;
    }

    /**
     * Reads the end of the topic.
     *
     * @param reached how far the log is published
     * @return a request for each partition that lacks published events
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer within 10 seconds
     */
    List<OfPartition> missing(Relay.Reached reached) {
        if (reached.positions().position() == 0) {
            return List.of();
        }
        Chain[] chains = read(reached);
        long[] published = reached.positions().toArray();
        var requests = new ArrayList<OfPartition>();
        for (int partition = 0; partition < chains.length; partition++) {
            Chain chain = chains[partition];
            if (chain.reached < published[partition]) {
                LOG.warn(
                        "Partition {} of the topic {} lacks events after position {}, which the"
                                + " brokers had acknowledged up to position {}: they have lost"
                                + " records. These events are published again",
                        partition,
                        topic.name(),
                        chain.reached,
                        published[partition]);
                requests.add(
                        new OfPartition(
                                reached.epoch().id(), topic.id(), partition, chain.reached));
            }
        }
        return requests;
    }

    private Chain[] read(Relay.Reached reached) {
        List<TopicPartition> partitions =
                IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                        .toList();
        Chain[] chains = new Chain[partitions.size()];
        try (var consumer =
                new KafkaConsumer<>(
                        kafkaConfig, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            for (TopicPartition partition : partitions) {
                long beginning = beginnings.getOrDefault(partition, 0L);
                long from = Math.max(beginning, ends.getOrDefault(partition, 0L) - RECORDS_READ);
                consumer.seek(partition, from);
                chains[partition.partition()] = new Chain(from == beginning);
            }
            long deadline = System.nanoTime() + READ_WITHIN.toNanos();
            while (!ends.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("the end of the topic cannot be read");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    chains[record.partition()].add(record, reached);
                }
            }
        }
        return chains;
    }

    /** The chain of positions of one partition, as far as it has no gap. */
    private static final class Chain {

        /** Every event of the partition up to this position is in the topic. */
        private long reached;

        private boolean begun;
        private boolean broken;

        /** A chain that begins with the partition's first record, or with a later one. */
        Chain(boolean fromFirst) {
            begun = fromFirst;
        }

        /**
         * Adds the next record of the partition; a record that the relay has not sent is ignored.
         */
        void add(ConsumerRecord<byte[], byte[]> record, Relay.Reached published) {
            long position = number(record, EventTopic.HEADER_POSITION);
            long previous = number(record, EventTopic.HEADER_PREVIOUS_POSITION);
            boolean isPublished =
                    position > 0
                            && position <= published.positions().position()
                            && previous < position
                            && isOf(published.epoch().id(), record);
            if (broken || !isPublished) {
                return;
            }
            // Versions before the chain wrote records without a previous position.
            broken = begun && previous > reached;
            if (!broken) {
                begun = true;
                reached = Math.max(reached, position);
            }
        }

        /** A record of a version without epochs counts as one of any epoch. */
        private static boolean isOf(UUID epoch, ConsumerRecord<byte[], byte[]> record) {
            String named = header(record, EventTopic.HEADER_EPOCH);
            return named == null || epoch.toString().equals(named);
        }

        /** The number in that header; -1 without such a header or number. */
        private static long number(ConsumerRecord<byte[], byte[]> record, String name) {
            String digits = header(record, name);
            try {
                return digits == null ? -1 : Long.parseLong(digits);
            } catch (NumberFormatException _) {
                return -1;
            }
        }

        /** The text of that header; null without such a header or text. */
        private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
            Header header = record.headers().lastHeader(name);
            return header == null || header.value() == null
                    ? null
                    : new String(header.value(), UTF_8);
        }
    }
}
