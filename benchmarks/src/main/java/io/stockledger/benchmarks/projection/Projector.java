package io.stockledger.benchmarks.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.SQLException;
import java.util.List;

/** A way to bring a poll's records into the read models, committed when it returns. */
@FunctionalInterface
interface Projector {

    void take(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException;
}
