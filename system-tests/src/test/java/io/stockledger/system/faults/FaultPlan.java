package io.stockledger.system.faults;

import io.stockledger.system.faults.Fault.ClockJump;
import io.stockledger.system.faults.Fault.Disturbance;
import io.stockledger.system.faults.Fault.Freeze;
import io.stockledger.system.faults.Fault.FullDisk;
import io.stockledger.system.faults.Fault.Kill;
import io.stockledger.system.faults.Fault.LossOfWrites;
import io.stockledger.system.faults.Fault.Restart;
import io.stockledger.system.faults.Fault.SlowDisk;
import io.stockledger.system.faults.cluster.ClusterShape;
import io.stockledger.system.faults.cluster.LinkState;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The faults of one seed, with their times since the beginning of the load. One of five plans
 * freezes a command service for so long that another one takes over, if it was the leader. In the
 * others there are two slots one after the other; in a slot there is one fault, or two at a time.
 */
record FaultPlan(List<PlannedFault> faults) {

    private static final int SLOTS = 2;
    private static final int FIRST_MS = 1_000;
    private static final int LONGEST_MS = 8_000;
    private static final int SHORTEST_MS = 1_000;

    /** Longer than a takeover of the relay. */
    private static final int LONG_FREEZE_MS = 5_500;

    /** The time of a load after the end of a long freeze. */
    private static final int AFTER_LONG_FREEZE_MS = 2_000;

    private static final List<Integer> CLOCK_JUMPS = List.of(-3_600, -20, -3, 4, 30, 7_200);

    /** No file can grow at all, or some files can still grow. */
    private static final List<Long> FULL_DISKS = List.of(0L, 1L << 20);

    private static final List<LinkState> DISTURBANCES =
            List.of(LinkState.values()).subList(1, LinkState.values().length);

    /** A fault that begins at one time and lasts for another. */
    record PlannedFault(Fault fault, int atMs, int forMs) {

        @Override
        public String toString() {
            return "%s from %d ms for %d ms".formatted(fault, atMs, forMs);
        }
    }

    /** Chooses the faults of a load that lasts for so many milliseconds. */
    static FaultPlan of(long seed, ClusterShape shape, int loadMs) {
        // Not the generator of the load, which begins with the same seed.
        var random = new SplittableRandom(~seed);
        if (random.nextInt(5) == 0 && loadMs >= FIRST_MS + LONG_FREEZE_MS + AFTER_LONG_FREEZE_MS) {
            return longFreeze(random, shape, loadMs);
        }
        var planned = new ArrayList<PlannedFault>();
        int slotMs = (loadMs - FIRST_MS) / SLOTS;
        for (int slot = 0; slot < SLOTS; slot++) {
            int begin = FIRST_MS + slot * slotMs;
            Fault first = fault(random, shape);
            planned.add(timed(random, first, begin, slotMs));
            if (random.nextInt(5) < 2) {
                Fault second = fault(random, shape);
                if (!second.subject().equals(first.subject())) {
                    planned.add(timed(random, second, begin, slotMs));
                }
            }
        }
        return new FaultPlan(List.copyOf(planned));
    }

    private static FaultPlan longFreeze(SplittableRandom random, ClusterShape shape, int loadMs) {
        int last = loadMs - LONG_FREEZE_MS - AFTER_LONG_FREEZE_MS;
        return new FaultPlan(
                List.of(
                        new PlannedFault(
                                new Freeze(any(random, shape.commandNames())),
                                random.nextInt(FIRST_MS, last + 1),
                                LONG_FREEZE_MS)));
    }

    private static PlannedFault timed(
            SplittableRandom random, Fault fault, int slotBegin, int slotMs) {
        int longest = Math.min(LONGEST_MS, slotMs - 1);
        int forMs = random.nextInt(Math.min(SHORTEST_MS, longest - 1), longest);
        int atMs = slotBegin + random.nextInt(slotMs - forMs);
        return new PlannedFault(fault, atMs, forMs);
    }

    private static Fault fault(SplittableRandom random, ClusterShape shape) {
        if (random.nextInt(5) < 2) {
            return new Disturbance(any(random, shape.linkNames()), any(random, DISTURBANCES));
        }
        var members = new ArrayList<String>();
        // Twice, because the most delicate work is theirs.
        members.addAll(shape.commandNames());
        members.addAll(shape.commandNames());
        members.addAll(shape.queryNames());
        members.addAll(shape.databaseNames());
        members.addAll(shape.brokerNames());
        String member = any(random, members);
        if (shape.brokers() == 1 && random.nextInt(10) == 0) {
            return new LossOfWrites(shape.brokerNames().getFirst());
        }
        boolean isService =
                shape.commandNames().contains(member) || shape.queryNames().contains(member);
        if (isService && random.nextInt(6) == 0) {
            return new ClockJump(member, any(random, CLOCK_JUMPS));
        }
        int ofDisk = isService ? -1 : random.nextInt(6);
        if (ofDisk == 0) {
            return new FullDisk(member, any(random, FULL_DISKS));
        } else if (ofDisk == 1) {
            return new SlowDisk(member);
        }
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Kill(member);
            case 2 -> new Restart(member);
            default -> new Freeze(member);
        };
    }

    /** Whether the topic loses records, so that its order and checkpoint cannot be judged. */
    boolean losesWrites() {
        return faults.stream().anyMatch(planned -> planned.fault() instanceof LossOfWrites);
    }

    private static <T> T any(SplittableRandom random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @Override
    public String toString() {
        return faults.toString();
    }
}
