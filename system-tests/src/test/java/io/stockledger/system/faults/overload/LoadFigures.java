package io.stockledger.system.faults.overload;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The figures of a part of a load.
 *
 * @param calls those that were due in it
 * @param accepted the number of commands that were accepted in it, whenever they were due
 * @param times the processor times that were used in it
 */
record LoadFigures(List<LoadCall> calls, long accepted, Duration duration, ProcessorTimes times) {

    private static final double MEDIAN = 0.5;
    private static final double HIGH = 0.99;
    private static final double NANOS_PER_MS = 1e6;

    /**
     * Returns the figures between two times of the monotonic clock.
     *
     * @param all the calls of the whole load
     */
    static LoadFigures between(
            long beginNanos, long endNanos, List<LoadCall> all, ProcessorTimes times) {
        return new LoadFigures(
                all.stream()
                        .filter(call -> call.dueNanos() >= beginNanos)
                        .filter(call -> call.dueNanos() < endNanos)
                        .toList(),
                all.stream()
                        .filter(LoadCall::isAccepted)
                        .filter(call -> call.endNanos() >= beginNanos)
                        .filter(call -> call.endNanos() < endNanos)
                        .count(),
                Duration.ofNanos(endNanos - beginNanos),
                times);
    }

    double acceptedPerSecond() {
        return accepted / seconds();
    }

    /** Accepted commands for each second of processor time of the service and its database. */
    double acceptedPerProcessorSecond() {
        return accepted / (times.service().plus(times.database()).toNanos() / 1e9);
    }

    /** The wait of an accepted command in nanoseconds, which 99 of 100 do not exceed. */
    long normalWaitNanos() {
        return quantile(acceptedCalls(), LoadCall::waitNanos, HIGH);
    }

    private double seconds() {
        return duration.toNanos() / 1e9;
    }

    private List<LoadCall> acceptedCalls() {
        return calls.stream().filter(LoadCall::isAccepted).toList();
    }

    private double perSecond(int status) {
        return calls.stream().filter(call -> call.status() == status).count() / seconds();
    }

    private static long quantile(List<LoadCall> of, ToLongFunction<LoadCall> value, double q) {
        long[] sorted = of.stream().mapToLong(value).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) (q * (sorted.length - 1))];
    }

    private static String quantiles(List<LoadCall> of, ToLongFunction<LoadCall> value) {
        return of.isEmpty()
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "p50 %.1f ms, p99 %.1f ms",
                        quantile(of, value, MEDIAN) / NANOS_PER_MS,
                        quantile(of, value, HIGH) / NANOS_PER_MS);
    }

    /** The number of calls for each status that the load does not expect. */
    long unexpected() {
        return calls.stream()
                .map(LoadCall::status)
                .filter(
                        status ->
                                !List.of(
                                                LoadCall.OK,
                                                LoadCall.OVERLOADED,
                                                LoadCall.NOT_SENT,
                                                LoadCall.FAILED)
                                        .contains(status))
                .count();
    }

    /** Several lines for a person. */
    List<String> lines() {
        List<LoadCall> refused = calls.stream().filter(LoadCall::isRefused).toList();
        return Arrays.asList(
                String.format(
                        Locale.ROOT,
                        "due %,.0f/s, accepted %,.0f/s, refused %,.0f/s, connection failed %,.0f/s,"
                                + " not sent because all connections waited %,.0f/s",
                        calls.size() / seconds(),
                        acceptedPerSecond(),
                        perSecond(LoadCall.OVERLOADED),
                        perSecond(LoadCall.FAILED),
                        perSecond(LoadCall.NOT_SENT)),
                "accepted: "
                        + quantiles(acceptedCalls(), LoadCall::waitNanos)
                        + " since due, "
                        + quantiles(acceptedCalls(), LoadCall::answerNanos)
                        + " since sent",
                "refused: " + quantiles(refused, LoadCall::answerNanos) + " since sent",
                String.format(
                        Locale.ROOT,
                        "processors: %s; %,.0f accepted per second of service and database",
                        times.ofSecond(seconds()),
                        acceptedPerProcessorSecond()));
    }
}
