package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionEndsTest {

    private final PartitionEnds ends = new PartitionEnds(2);

    @Test
    void the_end_of_a_partition_is_after_its_last_acknowledged_record() throws Exception {
        ends.acknowledge(record(1, 41));
        ends.acknowledge(record(1, 45));

        assertThat(ends.toList()).containsExactly(0L, 46L);
    }

    @Test
    void an_acknowledgement_below_the_end_of_its_partition_is_a_loss_of_records() throws Exception {
        ends.acknowledge(record(0, 7));

        assertThatThrownBy(() -> ends.acknowledge(record(0, 7)))
                .isInstanceOf(TopicChangedException.class)
                .hasMessageContainingAll("Partition 0", "offset 7", "lost records");
    }

    private static RecordMetadata record(int partition, long offset) {
        return new RecordMetadata(new TopicPartition("events", partition), offset, 0, 0L, 0, 0);
    }
}
