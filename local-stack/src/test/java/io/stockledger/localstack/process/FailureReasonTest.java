package io.stockledger.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureReasonTest {

    @Test
    void the_reason_is_the_last_error_line_without_the_prefix_of_the_log() {
        assertThat(
                        reason(
                                """
                                2026-11-25T02:22:04.943Z  INFO 71 --- [query] [  main] c.z.Pool : Starting...
                                2026-11-25T02:22:06.074Z ERROR 71 --- [query] [  main] i.s.Reporter : Cannot start: port 8081 is in use.
                                2026-11-25T02:22:06.090Z  INFO 71 --- [query] [  main] c.z.Pool : Shutdown completed.
                                """))
                .isEqualTo("Cannot start: port 8081 is in use.");
    }

    @Test
    void the_reason_of_an_error_with_a_stack_trace_includes_the_root_cause() {
        assertThat(
                        reason(
                                """
                                2026-11-25T02:22:06.074Z ERROR 71 --- [query] [  main] o.s.Application : Application run failed

                                org.shop.BeanCreationException: Error creating bean
                                \tat org.shop.Beans.create(Beans.java:1)
                                Caused by: java.net.ConnectException: Connection refused
                                \tat org.shop.Beans.connect(Beans.java:2)
                                \t... 12 common frames omitted
                                2026-11-25T02:22:06.090Z  INFO 71 --- [query] [  main] c.z.Pool : Shutdown completed.
                                """))
                .isEqualTo(
                        "Application run failed - Caused by: java.net.ConnectException: Connection"
                                + " refused");
    }

    @Test
    void the_reason_of_an_uncaught_exception_is_its_first_line() {
        assertThat(
                        reason(
                                """
                                Exception in thread "main" java.lang.IllegalStateException: no such file
                                \tat org.shop.Main.main(Main.java:1)
                                """))
                .isEqualTo(
                        "Exception in thread \"main\" java.lang.IllegalStateException: no such"
                                + " file");
    }

    @Test
    void without_an_error_the_reason_is_the_last_line_outside_a_stack_trace() {
        assertThat(reason("starting\nTerminating due to java.lang.OutOfMemoryError\n\n"))
                .isEqualTo("Terminating due to java.lang.OutOfMemoryError");
        assertThat(reason("")).isEqualTo("the log is empty");
    }

    @Test
    void a_very_long_line_is_cut() {
        assertThat(reason("x".repeat(100_000)))
                .hasSize(FailureReason.LENGTH_MAX + 3)
                .endsWith("...");
    }

    private static String reason(String log) {
        return FailureReason.in(log.lines().toList());
    }
}
