package io.stockledger.replay;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happens to a product from time to time, whatever is sold: a physical count, and a command
 * that must be refused.
 *
 * <p>A count is written down at one version and sent some commands later with that version, so the
 * system has to add what moved meanwhile.
 */
final class Routine {

    /** How many commands lie between writing a count down and sending it. */
    private static final int COUNT_LAG_COMMANDS = 5;

    private final PlanSettings settings;
    private final List<String> warehouseIds;
    private final Probes probes;
    private final Map<ProductScript, Diary> diaries = new HashMap<>();

    private static final class Diary {
        private int nextSheetAt;
        private int nextProbeAt;
        private int sheets;
        private int sheetTakenAt;
        private @Nullable Sheet sheet;
    }

    private record Sheet(String warehouseId, long counted, long version) {}

    Routine(PlanSettings settings, List<String> warehouseIds) {
        this.settings = settings;
        this.warehouseIds = warehouseIds;
        this.probes = new Probes(settings.prefix(), warehouseIds);
    }

    /** Looks at a product after something happened to it, and adds what is due. */
    void visit(ProductScript script) {
        Diary diary = diaries.computeIfAbsent(script, key -> newDiary());
        int commands = script.commands().size();
        if (settings.countEveryCommands() > 0) {
            Sheet sheet = diary.sheet;
            if (sheet == null && commands >= diary.nextSheetAt) {
                diary.sheet = takeSheet(script, diary.sheets++);
                diary.sheetTakenAt = commands;
                diary.nextSheetAt = commands + settings.countEveryCommands();
            } else if (sheet != null && commands >= diary.sheetTakenAt + COUNT_LAG_COMMANDS) {
                diary.sheet = null;
                script.add(
                        new Command.Count(
                                sheet.warehouseId(),
                                sheet.counted(),
                                "count sheet " + diary.sheets,
                                sheet.version()));
            }
        }
        if (settings.probeEveryCommands() > 0 && commands >= diary.nextProbeAt) {
            diary.nextProbeAt = commands + settings.probeEveryCommands();
            probes.add(script);
        }
    }

    private Diary newDiary() {
        Diary diary = new Diary();
        diary.nextSheetAt = settings.countEveryCommands();
        diary.nextProbeAt = settings.probeEveryCommands();
        return diary;
    }

    private Sheet takeSheet(ProductScript script, int number) {
        String warehouse = warehouseIds.get(number % warehouseIds.size());
        return new Sheet(warehouse, script.model().held(warehouse), script.model().version());
    }
}
