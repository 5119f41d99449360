package io.stockledger.benchmarks.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.SQLException;
import java.util.List;

/** Projects the records of one poll into the read models. */
@FunctionalInterface
interface Projector {

    /** Projects the records and commits before it returns. */
    void project(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException;
}
