package io.stockledger.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.cli.OperatorFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class VerificationStateIT {

    @TempDir private Path folder;

    @Test
    void a_pipe_is_refused_as_the_state_file_and_stays() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        assertThatThrownBy(() -> new VerificationState(pipe, "system").delete())
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining("--state");
        assertThat(pipe).exists();
    }
}
