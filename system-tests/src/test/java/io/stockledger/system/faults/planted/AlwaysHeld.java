package io.stockledger.system.faults.planted;

import net.bytebuddy.asm.Advice;

/** Returns true if the instance has ever taken the lease. */
public final class AlwaysHeld {

    private AlwaysHeld() {}

    /** Byte Buddy takes the assignment for the value that the method returns. */
    @Advice.OnMethodExit
    @SuppressWarnings("UnusedVariable")
    static void exit(
            @Advice.FieldValue("term") long term,
            @Advice.Return(readOnly = false) boolean returned) {
        returned = term > 0;
    }
}
