package io.stockledger.system.faults;

import io.stockledger.system.faults.cluster.Cluster;
import io.stockledger.system.faults.cluster.LinkState;
import io.stockledger.system.faults.cluster.RollingRestart;

/** A fault that lasts for some time. */
sealed interface Fault {

    /** The part or link that it disturbs; two faults at a time have different subjects. */
    String subject();

    void begin(Cluster cluster);

    void end(Cluster cluster);

    /** The process ends without warning and is started again at the end. */
    record Kill(String subject) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.member(subject).kill();
        }

        @Override
        public void end(Cluster cluster) {
            cluster.member(subject).ensureRunning();
        }
    }

    /** All threads of the process stand still until the end. */
    record Freeze(String subject) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.member(subject).freeze();
        }

        @Override
        public void end(Cluster cluster) {
            cluster.member(subject).thaw();
        }
    }

    /** The process is asked to stop, and is started again at the end. */
    record Restart(String subject) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.member(subject).stop();
        }

        @Override
        public void end(Cluster cluster) {
            cluster.member(subject).ensureRunning();
        }
    }

    /**
     * A broker ends without warning and loses the last records of every partition of the events, as
     * after a loss of power. It is started again at the end.
     */
    record LossOfWrites(String subject) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.member(subject).kill();
            cluster.loseLastWrites(subject);
        }

        @Override
        public void end(Cluster cluster) {
            cluster.member(subject).ensureRunning();
        }
    }

    /** The wall clock of a service jumps, and jumps back at the end. */
    record ClockJump(String subject, int seconds) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.moveClock(subject, seconds);
        }

        @Override
        public void end(Cluster cluster) {
            cluster.moveClock(subject, 0);
        }
    }

    /**
     * Writes of the process fail beyond so many bytes of a file, as on a full disk. At the end they
     * are possible again, and the process is started again if it has ended.
     */
    record FullDisk(String subject, long fileBytesMax) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            if (Cluster.hasFillableDisks()) {
                cluster.member(subject).fillDisk(fileBytesMax);
            } else {
                System.out.println("faults: no full disks, because prlimit is not installed");
            }
        }

        @Override
        public void end(Cluster cluster) {
            if (Cluster.hasFillableDisks()) {
                cluster.member(subject).freeDisk();
            }
        }
    }

    /** The process stands still for most of the time, as if its disk were slow. */
    record SlowDisk(String subject) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.member(subject).beginSlowDisk();
        }

        @Override
        public void end(Cluster cluster) {
            cluster.member(subject).endSlowDisk();
        }
    }

    /** Every process is restarted in order, one after the other. It ends when all are ready. */
    record WholeRestart() implements Fault {

        @Override
        public String subject() {
            return "every process";
        }

        @Override
        public void begin(Cluster cluster) {
            RollingRestart.run(cluster);
        }

        @Override
        public void end(Cluster cluster) {}
    }

    /** A link is disturbed until the end. */
    record Disturbance(String subject, LinkState state) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.set(subject, state);
        }

        @Override
        public void end(Cluster cluster) {
            cluster.set(subject, LinkState.OPEN);
        }
    }
}
