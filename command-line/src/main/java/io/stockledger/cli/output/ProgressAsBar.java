package io.stockledger.cli.output;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Draws a progress bar on stderr. */
final class ProgressAsBar implements Progress {

    private static final int REDRAW_MILLIS = 200;

    private final ProgressBar bar;

    ProgressAsBar(String task, String units, long total) {
        bar =
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total == 0 ? -1 : total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(REDRAW_MILLIS)
                        .setUnit(" " + units, 1)
                        .showSpeed()
                        .build();
    }

    @Override
    public void step() {
        bar.step();
    }

    @Override
    public void stepTo(long done) {
        bar.stepTo(done);
    }

    @Override
    public void close() {
        bar.close();
    }
}
