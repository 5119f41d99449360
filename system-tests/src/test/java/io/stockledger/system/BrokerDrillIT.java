package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.EventTopic;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.system.faults.cluster.Cluster;
import io.stockledger.system.faults.cluster.ClusterShape;

import kafka.tools.StorageTool;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The runbook about a lost broker of three, carried out on a running system. */
class BrokerDrillIT {

    private static final String LOST = "broker-1";
    private static final int BROKERS = 3;

    @Test
    void a_lost_broker_of_three_is_replaced_by_an_empty_one_while_the_system_goes_on()
            throws Exception {
        try (Cluster cluster =
                        Cluster.start(
                                new ClusterShape(1, 1, BROKERS), Cluster.ServiceOptions.NONE);
                JsonClient commands = new JsonClient(cluster.url("command-1"));
                JsonClient queries = new JsonClient(cluster.url("query-1"))) {
            var mug = new MugStock(commands, queries);
            mug.register();
            mug.awaitAccepted("before", 10);
            mug.awaitReserved(10);
            awaitInSync(cluster, BROKERS);
            Path broker = cluster.folder().resolve(LOST);
            String clusterId = clusterId(broker);

            cluster.member(LOST).kill();
            FileTree.delete(broker.resolve("storage"));

            mug.awaitAccepted("without", 20);
            mug.awaitReserved(30);
            awaitInSync(cluster, BROKERS - 1);

            format(broker, clusterId);
            cluster.member(LOST).ensureRunning();

            awaitInSync(cluster, BROKERS);
            mug.awaitAccepted("after", 5);
            mug.awaitReserved(35);
            assertThat(cluster.verify()).isEmpty();
        }
    }

    /** Waits until all partitions of the events have that many copies that are up to date. */
    private static void awaitInSync(Cluster cluster, int copies) {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.kafkaBootstrapServers()))) {
            await().atMost(MugStock.RECOVERED_WITHIN)
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> {
                                var topics =
                                        admin.describeTopics(List.of(EventTopic.DEFAULT_NAME))
                                                .allTopicNames()
                                                .get();
                                assertThat(topics.values())
                                        .flatExtracting(TopicDescription::partitions)
                                        .isNotEmpty()
                                        .allMatch(each -> each.isr().size() == copies);
                            });
        }
    }

    private static String clusterId(Path broker) throws IOException {
        var properties = new Properties();
        properties.load(
                new StringReader(Files.readString(broker.resolve("storage/meta.properties"))));
        return properties.getProperty("cluster.id");
    }

    private static void format(Path broker, String clusterId) {
        var output = new ByteArrayOutputStream();
        String[] arguments = {
            "format",
            "--cluster-id",
            clusterId,
            "--config",
            broker.resolve("server.properties").toString()
        };
        try (var out = new PrintStream(output, true, UTF_8)) {
            assertThat(StorageTool.execute(arguments, out)).as(output.toString(UTF_8)).isZero();
        }
    }
}
