package io.stockledger.system.faults.planted;

import net.bytebuddy.asm.Advice;

import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** Applies the repeats among the records of a product before the guard drops them. */
public final class NoVersionGuard {

    private NoVersionGuard() {}

    @Advice.OnMethodEnter
    static void enter(
            @Advice.Argument(0) String productId,
            @Advice.Argument(1) List<?> records,
            @Advice.Argument(2) Object pass) {
        applyRepeats(productId, records, pass);
    }

    /** Called by the code above, which Byte Buddy copies into the method of the service. */
    public static void applyRepeats(String productId, List<?> records, Object pass) {
        try {
            for (Object received : records) {
                if (received.getClass().getSimpleName().equals("ReadableEvent")) {
                    Object event = Reflection.call(received, "event");
                    if (event != null
                            && Reflection.call(event, "sequenceNumber") instanceof Long number
                            && Reflection.call(pass, "versionOf", productId) instanceof Long version
                            && number <= version) {
                        applyIfPossible(pass, event);
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the planted bug does not fit the service", e);
        }
    }

    private static void applyIfPossible(Object pass, Object event)
            throws ReflectiveOperationException {
        try {
            Reflection.call(pass, "apply", event);
        } catch (InvocationTargetException e) {
            System.out.println("A repeat cannot be applied: " + e.getCause());
        }
    }
}
