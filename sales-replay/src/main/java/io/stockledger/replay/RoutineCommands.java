package io.stockledger.replay;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds the commands that do not come from the file: physical counts, and commands that must be
 * refused.
 *
 * <p>A count sheet is taken at one version of the product and sent with that version a few commands
 * later. The system must add the movements after that version.
 */
final class RoutineCommands {

    /** The number of commands between taking a count sheet and sending it. */
    private static final int COUNT_LAG_COMMANDS = 5;

    private final PlanSettings settings;
    private final List<String> warehouseIds;
    private final Probes probes;
    private final Map<ProductScript, Schedule> schedules = new HashMap<>();

    private static final class Schedule {
        private int nextSheetAt;
        private int nextProbeAt;
        private int sheets;
        private int sheetTakenAt;
        private @Nullable Sheet sheet;
    }

    private record Sheet(String warehouseId, long counted, long version) {}

    RoutineCommands(PlanSettings settings, List<String> warehouseIds) {
        this.settings = settings;
        this.warehouseIds = warehouseIds;
        this.probes = new Probes(settings.prefix(), warehouseIds);
    }

    /** Adds the commands that are due after the last command of the product. */
    void visit(ProductScript script) {
        Schedule schedule = schedules.computeIfAbsent(script, key -> newSchedule());
        int commands = script.commands().size();
        if (settings.countEveryCommands() > 0) {
            Sheet sheet = schedule.sheet;
            if (sheet == null && commands >= schedule.nextSheetAt) {
                schedule.sheet = takeSheet(script, schedule.sheets++);
                schedule.sheetTakenAt = commands;
                schedule.nextSheetAt = commands + settings.countEveryCommands();
            } else if (sheet != null && commands >= schedule.sheetTakenAt + COUNT_LAG_COMMANDS) {
                schedule.sheet = null;
                script.add(
                        new Command.Count(
                                sheet.warehouseId(),
                                sheet.counted(),
                                "count sheet " + schedule.sheets,
                                sheet.version()));
            }
        }
        if (settings.probeEveryCommands() > 0 && commands >= schedule.nextProbeAt) {
            schedule.nextProbeAt = commands + settings.probeEveryCommands();
            probes.add(script);
        }
    }

    private Schedule newSchedule() {
        Schedule schedule = new Schedule();
        schedule.nextSheetAt = settings.countEveryCommands();
        schedule.nextProbeAt = settings.probeEveryCommands();
        return schedule;
    }

    private Sheet takeSheet(ProductScript script, int number) {
        String warehouse = warehouseIds.get(number % warehouseIds.size());
        return new Sheet(warehouse, script.model().held(warehouse), script.model().version());
    }
}
