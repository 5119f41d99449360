package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.ProductHistory;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.SettableClock;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

class ReplicasIT {

    private static final int PARTITIONS = 12;

    @Test
    void replicas_share_the_partitions_evenly_and_take_over_those_of_a_killed_one() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        var histories = new Histories(12, 60, 20);
        try (TestTopic topic = TestTopic.create(PARTITIONS);
                QueryService first = QueryService.start(database, topic.name());
                QueryService second =
                        QueryService.start(
                                database, topic.name(), new SettableClock(Histories.START));
                ServiceProcess third =
                        QueryService.startProcess(
                                database, Map.of("stockledger.topic.name", topic.name()))) {
            third.awaitReady();
            awaitShares(database.name(), List.of(4, 4, 4));

            topic.publish(histories.next(1_500));
            third.kill();
            topic.publish(histories.next(1_500));
            first.awaitPosition(3_000);
            awaitShares(database.name(), List.of(6, 6));

            second.awaitPosition(3_000);
            for (ProductHistory model : histories.models()) {
                var item = second.get("/v1/inventory/" + model.productId).json();
                assertThat(item.path("version").asLong()).isEqualTo(model.version);
                assertThat(item.path("totalStock").asLong()).isEqualTo(model.total());
                // By the clock of this replica no reservation has lapsed yet.
                assertThat(item.path("reservedStock").asLong()).isEqualTo(model.reservedInAll());
            }
            assertThat(first.get("/v1/projections").json().path("projections"))
                    .allSatisfy(p -> assertThat(p.path("heldProducts").asLong()).isZero());
        }
    }

    private static void awaitShares(String groupId, List<Integer> shares) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestTopic.servers()))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(shares(admin, groupId)).isEqualTo(shares));
        }
    }

    private static List<Integer> shares(Admin admin, String groupId)
            throws ExecutionException, InterruptedException {
        var groups = admin.describeConsumerGroups(List.of(groupId)).all().get();
        return groups.values().stream()
                .flatMap(group -> group.members().stream())
                .map(member -> member.assignment().topicPartitions().size())
                .sorted()
                .toList();
    }
}
