package io.stockledger.system.faults.planted;

import net.bytebuddy.asm.Advice;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/** Hands the records to the sender's thread and reports at once that all are acknowledged. */
public final class NoAcknowledgement {

    private NoAcknowledgement() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static int enter(
            @Advice.This Object sender,
            @Advice.Argument(0) List<?> events,
            @Advice.Argument(1) Object record) {
        return sendLater(sender, events, record);
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Enter int sent, @Advice.Return(readOnly = false) int returned) {
        if (sent != 0) {
            returned = sent;
        }
    }

    /** Called by the code above, which Byte Buddy copies into the method of the service. */
    public static int sendLater(Object sender, List<?> events, Object record) {
        try {
            if (Reflection.field(sender, "thread") instanceof ExecutorService thread) {
                Callable<Object> send =
                        () -> {
                            Reflection.call(sender, "sendAll", events, record);
                            return true;
                        };
                var _ = thread.submit(send);
            }
            return events.size();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the planted bug does not fit the service", e);
        }
    }
}
