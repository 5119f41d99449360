package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.report.SectionRun;

/** Loads that share a database, which is new when they begin. */
interface LoadGroup {

    /** How many loads it will measure. */
    int loads();

    void measure(SectionRun run, EventsDatabase database) throws Exception;
}
