package io.stockledger.localstack.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;

class BrokerFolderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/data", "/my data/\u00fcber", "/\u65e5\u672c/\ud83d\udce6", "/back\\slash"})
    void kafka_reads_the_storage_folder_as_it_is(String folder) throws IOException {
        String configuration =
                BrokerFolder.escaped(BrokerFolder.properties(Path.of(folder), 9092, 9093));

        var read = new Properties();
        read.load(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(read.getProperty("log.dirs")).isEqualTo(folder);
    }
}
