package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class RememberedSettingsIT {

    @TempDir private Path folder;

    @Test
    void a_port_that_another_part_needs_is_neither_chosen_nor_kept() throws Exception {
        Path file = Files.writeString(folder.resolve("ports.properties"), "kafka=20001\n");

        RememberedSettings.InnerPorts ports =
                RememberedSettings.ports(file, port -> port % 10 == 0);

        assertThat(List.of(ports.postgres(), ports.kafka(), ports.kafkaController()))
                .doesNotHaveDuplicates()
                .allMatch(port -> port % 10 == 0);
        assertThat(RememberedSettings.ports(file, _ -> true)).isEqualTo(ports);
    }
}
