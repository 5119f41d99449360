package io.stockledger.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessEndTest {

    @Test
    void the_end_by_a_signal_names_the_signal() {
        assertThat(ProcessEnd.phrase(137, "the last line")).isEqualTo("by signal 9 (SIGKILL)");
        assertThat(ProcessEnd.phrase(139, "")).isEqualTo("by signal 11 (SIGSEGV)");
        assertThat(ProcessEnd.phrase(160, "")).isEqualTo("by signal 32");
    }

    @Test
    void the_end_of_a_jvm_without_memory_is_called_so() {
        assertThat(
                        ProcessEnd.phrase(
                                3,
                                "Terminating due to java.lang.OutOfMemoryError: Java heap space"))
                .isEqualTo("out of memory (exit code 3)");
        assertThat(ProcessEnd.phrase(3, "no such file"))
                .isEqualTo("with exit code 3: no such file");
    }

    @Test
    void any_other_end_has_its_exit_code_and_its_reason() {
        assertThat(ProcessEnd.phrase(7, "Cannot start: the sky is falling."))
                .isEqualTo("with exit code 7: Cannot start: the sky is falling.");
    }
}
