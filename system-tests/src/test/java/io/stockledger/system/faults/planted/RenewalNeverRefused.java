package io.stockledger.system.faults.planted;

import net.bytebuddy.asm.Advice;

/** Ignores that another instance has taken the lease. */
public final class RenewalNeverRefused {

    private RenewalNeverRefused() {}

    /** Byte Buddy takes the assignment for the exception that the method throws. */
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    @SuppressWarnings("UnusedVariable")
    static void exit(@Advice.Thrown(readOnly = false) Throwable thrown) {
        if (thrown != null && thrown.getClass().getSimpleName().equals("LeadLostException")) {
            thrown = null;
        }
    }
}
