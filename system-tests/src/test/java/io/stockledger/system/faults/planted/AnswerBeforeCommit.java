package io.stockledger.system.faults.planted;

import net.bytebuddy.asm.Advice;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Completes the result of an append with the expected success, waits, and only then appends. */
public final class AnswerBeforeCommit {

    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private AnswerBeforeCommit() {}

    @Advice.OnMethodEnter
    static void enter(
            @Advice.This Object loop,
            @Advice.Argument(0) Object batch,
            @Advice.Argument(1) CompletableFuture<Object> result) {
        answer(loop, batch, result);
    }

    /** Called by the code above, which Byte Buddy copies into the method of the service. */
    public static void answer(Object loop, Object batch, CompletableFuture<Object> result) {
        try {
            Object known = Reflection.call(batch, "knownLog");
            if (known == null) {
                return;
            }
            Object position = Reflection.call(known, "position");
            if (position instanceof Long last) {
                result.complete(
                        Class.forName(
                                        "io.stockledger.command.eventstore.AppendResult$Success",
                                        true,
                                        loop.getClass().getClassLoader())
                                .getConstructor(long.class)
                                .newInstance(last + 1));
                Reflection.call(Reflection.field(loop, "inbox"), "appendEnded");
                LockSupport.parkNanos(WAIT_NANOS);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the planted bug does not fit the service", e);
        }
    }
}
