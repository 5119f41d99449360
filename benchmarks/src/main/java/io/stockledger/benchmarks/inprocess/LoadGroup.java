package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.report.SectionRun;

/** Loads that share one new database. */
interface LoadGroup {

    /** Returns the number of loads in the group. */
    int loads();

    /** Measures each load of the group. */
    void measure(SectionRun run, EventsDatabase database) throws Exception;
}
