package io.stockledger.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastWordsTest {

    @Test
    void a_refused_start_is_told_by_its_error_line_without_what_the_log_puts_before_it() {
        assertThat(
                        lastWords(
                                """
                                2026-11-25T02:22:04.943Z  INFO 71 --- [query] [  main] c.z.Pool : Starting...
                                2026-11-25T02:22:06.074Z ERROR 71 --- [query] [  main] i.s.Reporter : Cannot start: port 8081 is in use.
                                2026-11-25T02:22:06.090Z  INFO 71 --- [query] [  main] c.z.Pool : Shutdown completed.
                                """))
                .isEqualTo("Cannot start: port 8081 is in use.");
    }

    @Test
    void an_error_with_a_stack_trace_is_told_with_its_root_cause() {
        assertThat(
                        lastWords(
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
    void an_exception_that_nothing_caught_is_told_by_its_first_line() {
        assertThat(
                        lastWords(
                                """
                                Exception in thread "main" java.lang.IllegalStateException: no such file
                                \tat org.shop.Main.main(Main.java:1)
                                """))
                .isEqualTo(
                        "Exception in thread \"main\" java.lang.IllegalStateException: no such"
                                + " file");
    }

    @Test
    void where_no_line_is_an_error_the_last_line_outside_a_stack_trace_is_told() {
        assertThat(lastWords("starting\nTerminating due to java.lang.OutOfMemoryError\n\n"))
                .isEqualTo("Terminating due to java.lang.OutOfMemoryError");
        assertThat(lastWords("")).isEqualTo("it wrote no log");
    }

    @Test
    void a_line_without_end_is_cut() {
        assertThat(lastWords("x".repeat(100_000)))
                .hasSize(LastWords.LENGTH_MAX + 3)
                .endsWith("...");
    }

    private static String lastWords(String log) {
        return LastWords.in(log.lines().toList());
    }
}
