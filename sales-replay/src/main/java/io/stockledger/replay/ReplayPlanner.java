package io.stockledger.replay;

import io.stockledger.replay.SalesBook.Action;
import io.stockledger.replay.SalesBook.Cancellation;
import io.stockledger.replay.SalesBook.Damage;
import io.stockledger.replay.SalesBook.FoundStock;
import io.stockledger.replay.SalesBook.GoodsBack;
import io.stockledger.replay.SalesBook.Invoice;
import io.stockledger.replay.SalesBook.LineKey;
import io.stockledger.replay.SalesBook.Return;
import io.stockledger.replay.SalesBook.Sale;
import io.stockledger.replay.SalesBook.WriteOff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes the scripts: it goes through the book in the order of the file, adds the commands that the
 * shop would send, and determines the expected outcome of each. The same book and settings give the
 * same plan.
 */
final class ReplayPlanner {

    /** One of this many lost sales is shipped, cancelled or returned, which must be refused. */
    private static final int REFUSED_ATTEMPT_EVERY = 10;

    private final SalesBook book;
    private final PlanSettings settings;
    private final List<String> warehouseIds;
    private final Map<String, ProductScript> scripts = new LinkedHashMap<>();
    private final SortedMap<String, Integer> notes = new TreeMap<>();
    private final Map<LineKey, Sale> awaitingPick = new HashMap<>();
    private final Set<LineKey> lost = new HashSet<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final OrderPicker picking;
    private final Stocktaking stocktaking;
    private final Inspections inspections;
    private final RoutineCommands routine;
    private int lostSales;
    private int cancelledLostSales;
    private int returnedLostSales;

    private ReplayPlanner(SalesBook book, PlanSettings settings) {
        this.book = book;
        this.settings = settings;
        this.warehouseIds = settings.warehouseIds();
        this.picking = new OrderPicker(warehouseIds);
        this.stocktaking = new Stocktaking(warehouseIds);
        this.inspections = new Inspections(warehouseIds);
        this.routine = new RoutineCommands(settings, warehouseIds);
    }

    static ReplayPlan plan(SalesBook book, PlanSettings settings) {
        return new ReplayPlanner(book, settings).plan();
    }

    private ReplayPlan plan() {
        registerProducts();
        Set<String> orderIds = new LinkedHashSet<>();
        Deque<Invoice> awaiting = new ArrayDeque<>();
        for (Invoice invoice : book.invoices()) {
            for (Action action : invoice.actions()) {
                if (action instanceof Sale sale) {
                    orderIds.add(orderId(sale.line()));
                }
                act(action, invoice.number());
                routine.visit(script(action.code()));
            }
            awaiting.add(invoice);
            if (awaiting.size() > settings.pickingDelayInvoices()) {
                pickOrder(awaiting.remove());
            }
        }
        note("sales lost because of too little stock", lostSales);
        note("cancellations of lost sales", cancelledLostSales);
        note("returns of lost sales", returnedLostSales);
        List<ProductScript> all = new ArrayList<>(scripts.values());
        if (settings.probeEveryCommands() > 0) {
            all.add(neverRegistered());
        }
        return ReplayPlan.of(all, orderIds, notes);
    }

    /** Registers every product with its opening stock, spread over all warehouses. */
    private void registerProducts() {
        OpeningStock.needed(book, settings.pickingDelayInvoices())
                .forEach(
                        (code, needed) -> {
                            long opening = OpeningStock.opening(needed, settings.stockShare());
                            long share = opening / warehouseIds.size();
                            ProductScript script =
                                    new ProductScript(settings.prefix() + code, turns);
                            scripts.put(code, script);
                            script.add(
                                    new Command.Register(
                                            productName(code),
                                            code,
                                            opening - share * (warehouseIds.size() - 1),
                                            warehouseIds.getFirst()));
                            if (share > 0) {
                                warehouseIds.stream()
                                        .skip(1)
                                        .forEach(
                                                warehouse ->
                                                        script.add(
                                                                new Command.Receive(
                                                                        warehouse,
                                                                        share,
                                                                        "opening stock")));
                            }
                        });
    }

    private void act(Action action, String invoice) {
        ProductScript script = script(action.code());
        switch (action) {
            case Sale sale -> reserve(script, sale);
            case Cancellation cancellation -> cancel(script, cancellation.line());
            case GoodsBack back ->
                    script.add(
                            new Command.Receive(
                                    warehouseIds.getFirst(), back.quantity(), back.reference()));
            case Return back -> giveBack(script, back, invoice);
            case Damage damage ->
                    note(
                            "units damaged beyond the stock",
                            inspections.block(script, damage, invoice));
            case WriteOff writeOff ->
                    note(
                            "units written off beyond the stock",
                            stocktaking.writeOff(script, writeOff));
            case FoundStock found -> stocktaking.find(script, found);
        }
    }

    private void reserve(ProductScript script, Sale sale) {
        if (script.accepts(new Command.Reserve(orderId(sale.line()), sale.total()))) {
            awaitingPick.put(sale.line(), sale);
            return;
        }
        lost.add(sale.line());
        lostSales++;
        if (lostSales % REFUSED_ATTEMPT_EVERY == 0) {
            script.add(
                    new Command.Ship(orderId(sale.line()), warehouseIds.getFirst(), sale.total()));
        }
    }

    private void pickOrder(Invoice invoice) {
        for (Action action : invoice.actions()) {
            if (action instanceof Sale sale && awaitingPick.remove(sale.line()) != null) {
                ProductScript script = script(sale.code());
                picking.pick(
                        script, orderId(sale.line()), sale.parts(), book.heldBack(sale.line()));
                routine.visit(script);
            }
        }
        inspections.inspect(invoice.number());
    }

    /** Ships the part that is not cancelled first, because a cancellation releases the rest. */
    private void cancel(ProductScript script, LineKey line) {
        if (lost.contains(line)) {
            cancelledLostSales++;
            if (cancelledLostSales % REFUSED_ATTEMPT_EVERY == 0) {
                script.add(new Command.Cancel(orderId(line)));
            }
            return;
        }
        shipNow(script, line);
        script.add(new Command.Cancel(orderId(line)));
    }

    private void shipNow(ProductScript script, LineKey line) {
        Optional.ofNullable(awaitingPick.remove(line))
                .ifPresent(
                        sale ->
                                picking.pick(
                                        script, orderId(line), sale.parts(), book.heldBack(line)));
    }

    /** Takes goods back. An order that is still to be shipped is shipped first. */
    private void giveBack(ProductScript script, Return back, String invoice) {
        LineKey line = back.line();
        if (lost.contains(line)) {
            returnedLostSales++;
            if (returnedLostSales % REFUSED_ATTEMPT_EVERY == 0) {
                script.add(
                        new Command.Return(
                                orderId(line),
                                warehouseIds.getFirst(),
                                back.quantity(),
                                back.reason(),
                                true));
            }
            return;
        }
        shipNow(script, line);
        inspections.giveBack(script, orderId(line), back, invoice);
    }

    /** Returns a script with one command to a product that is never registered. */
    private ProductScript neverRegistered() {
        ProductScript script = new ProductScript(settings.prefix() + "NEVER-REGISTERED", turns);
        script.add(new Command.Receive(warehouseIds.getFirst(), 1, "goods of an unknown product"));
        return script;
    }

    private ProductScript script(String code) {
        return Optional.ofNullable(scripts.get(code))
                .orElseThrow(() -> new IllegalStateException("no script of " + code));
    }

    private String productName(String code) {
        return book.productNames().getOrDefault(code, code);
    }

    private String orderId(LineKey line) {
        return settings.prefix() + line.invoice();
    }

    private void note(String what, long count) {
        if (count > 0) {
            notes.merge(what, Math.toIntExact(count), Math::addExact);
        }
    }
}
