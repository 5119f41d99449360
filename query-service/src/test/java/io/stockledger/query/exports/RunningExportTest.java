package io.stockledger.query.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class RunningExportTest {

    private static final ExportLimits LIMITS =
            new ExportLimits(1, Duration.ofSeconds(30), Duration.ofSeconds(900));
    private static final long STARTED = Long.MAX_VALUE - 5;

    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger aborted = new AtomicInteger();
    private final RunningExport export = new RunningExport(closed::incrementAndGet, STARTED);

    @Test
    void an_export_whose_caller_does_not_read_is_cut_once() throws IOException {
        export.begin();
        export.beginWaiting(after(100));
        assertThat(export.cutIfDue(LIMITS, after(130))).isFalse();
        assertThat(export.cutIfDue(LIMITS, after(131))).isTrue();
        assertThat(export.cutIfDue(LIMITS, after(132))).isFalse();
        assertThat(export.isCut()).isTrue();
        assertThat(closed).hasValue(1);
    }

    @Test
    void an_export_whose_caller_reads_is_not_cut() {
        for (int second = 0; second < 860; second += 20) {
            export.beginWaiting(after(second));
            assertThat(export.cutIfDue(LIMITS, after(second + 20))).isFalse();
            export.endWaiting();
        }
        assertThat(export.cutIfDue(LIMITS, after(899))).isFalse();
    }

    @Test
    void an_export_that_takes_too_long_is_cut_although_its_caller_reads() {
        assertThat(export.cutIfDue(LIMITS, after(900))).isFalse();
        assertThat(export.cutIfDue(LIMITS, after(901))).isTrue();
    }

    @Test
    void before_the_first_bytes_only_the_snapshot_of_an_export_that_is_cut_is_aborted() {
        export.beginReading(aborted::incrementAndGet);
        assertThat(export.cutIfDue(LIMITS, after(901))).isTrue();
        assertThat(aborted).hasValue(1);
        assertThat(closed).hasValue(0);
        assertThatThrownBy(export::begin).isInstanceOf(IOException.class);
        assertThat(export.hasBegun()).isFalse();
    }

    @Test
    void a_snapshot_that_is_opened_by_an_export_that_is_cut_is_aborted_at_once() {
        assertThat(export.cutIfDue(LIMITS, after(901))).isTrue();
        export.beginReading(aborted::incrementAndGet);
        assertThat(aborted).hasValue(1);
    }

    /** The connection may serve another request by then. */
    @Test
    void an_export_that_has_ended_is_not_cut() {
        export.beginWaiting(after(0));
        export.end();
        assertThat(export.cutIfDue(LIMITS, after(2_000))).isFalse();
        assertThat(closed).hasValue(0);
    }

    private static long after(int seconds) {
        return STARTED + Duration.ofSeconds(seconds).toNanos();
    }
}
