package io.stockledger.benchmarks.inprocess;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.baseline.LoadFoldAppend;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.instance.Requests;
import io.stockledger.benchmarks.load.Clients;
import io.stockledger.benchmarks.load.ClosedLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.load.ShopOrders;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Load, fold, append with retry, with as many clients as the targets of the writer loop. */
record LoadFoldAppendGroup(int clients) implements LoadGroup {

    private static final List<ProductSpread> SPREADS =
            List.of(ProductSpread.ALL, ProductSpread.ONE);

    static String id(ProductSpread spread) {
        return "load-fold-append-" + spread.id();
    }

    @Override
    public int loads() {
        return SPREADS.size();
    }

    @Override
    public void measure(SectionRun run, EventsDatabase database) throws Exception {
        run.prepare("registering the baseline's products");
        try (HikariDataSource owner = database.owner(LoadFoldAppend.CONNECTIONS)) {
            LoadFoldAppend.createProducts(owner, ProductSpread.PRODUCTS);
            for (ProductSpread spread : SPREADS) {
                LoadFoldAppend handler = new LoadFoldAppend(owner);
                database.checkpoint();
                run.measure(
                        new LoadName(
                                id(spread),
                                SingleInsertGroup.TABLE,
                                "load, fold, append with retry, %s, %d clients"
                                        .formatted(spread.text(), clients),
                                SingleInsertGroup.ID),
                        new ClosedLoop(clients, clients(handler, spread)),
                        handler::note);
            }
        }
    }

    private static Clients clients(LoadFoldAppend handler, ProductSpread spread) {
        return number -> {
            ShopOrders orders = new ShopOrders(spread.choice(), "order-" + number + "-");
            return () ->
                    CompletableFuture.completedFuture(
                            handler.handle(Requests.command(orders.next())));
        };
    }
}
