package io.stockledger.benchmarks.inprocess;

import io.stockledger.benchmarks.baseline.SingleInserts;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;

/** The baseline of all loads in process: one INSERT per transaction. */
record SingleInsertGroup() implements LoadGroup {

    static final String ID = "single-inserts";
    static final String TABLE = "Baselines";

    @Override
    public int loads() {
        return 1;
    }

    @Override
    public void measure(SectionRun run, EventsDatabase database) throws Exception {
        try (SingleInserts inserts = new SingleInserts(database, ProductSpread.PRODUCTS)) {
            database.checkpoint();
            run.measure(new LoadName(ID, TABLE, inserts.name(), null), inserts.load());
        }
    }
}
