package io.stockledger.system.faults.planted;

import net.bytebuddy.asm.Advice;

/** Returns 0. */
public final class LagAlways0 {

    private LagAlways0() {}

    /** Byte Buddy takes the assignment for the value that the method returns. */
    @Advice.OnMethodExit
    @SuppressWarnings("UnusedVariable")
    static void exit(@Advice.Return(readOnly = false) long returned) {
        returned = 0;
    }
}
