package io.stockledger.system.faults.cluster;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The agent that moves the wall clock of the JVM in which it is loaded. It changes the method from
 * which {@code java.time} has the present time, so that the seconds of a system property are added.
 */
public final class ClockAgent {

    private static final String SECONDS = "faults.clock-seconds";
    private static final String CHANGED_CLASS = "java/time/Clock";
    private static final String CHANGED_METHOD = "currentInstant";
    private static final ClassDesc INSTANT = ClassDesc.of("java.time.Instant");
    private static final AtomicBoolean LOADED = new AtomicBoolean();

    private ClockAgent() {}

    /**
     * Called by the JVM each time it is told to load the agent.
     *
     * @param seconds the distance from the right time
     */
    public static void agentmain(String seconds, Instrumentation instrumentation)
            throws UnmodifiableClassException {
        System.setProperty(SECONDS, seconds);
        if (!LOADED.getAndSet(true)) {
            instrumentation.addTransformer(new Change(), true);
            instrumentation.retransformClasses(Clock.class);
        }
        System.out.println("The wall clock is moved by " + seconds + " s");
    }

    private static final class Change implements ClassFileTransformer {

        @Override
        public byte[] transform(
                ClassLoader loader,
                String className,
                Class<?> redefined,
                ProtectionDomain domain,
                byte[] bytes) {
            return CHANGED_CLASS.equals(className) ? changed(bytes) : bytes;
        }

        private static byte[] changed(byte[] bytes) {
            CodeTransform addSeconds =
                    (code, element) -> {
                        if (element instanceof ReturnInstruction) {
                            code.ldc(SECONDS)
                                    .lconst_0()
                                    .invokestatic(
                                            ConstantDescs.CD_Long,
                                            "getLong",
                                            MethodTypeDesc.of(
                                                    ConstantDescs.CD_Long,
                                                    ConstantDescs.CD_String,
                                                    ConstantDescs.CD_long))
                                    .invokevirtual(
                                            ConstantDescs.CD_Long,
                                            "longValue",
                                            MethodTypeDesc.of(ConstantDescs.CD_long))
                                    .invokevirtual(
                                            INSTANT,
                                            "plusSeconds",
                                            MethodTypeDesc.of(INSTANT, ConstantDescs.CD_long));
                        }
                        code.with(element);
                    };
            ClassFile file = ClassFile.of();
            return file.transformClass(
                    file.parse(bytes),
                    ClassTransform.transformingMethodBodies(
                            method -> method.methodName().equalsString(CHANGED_METHOD),
                            addSeconds));
        }
    }
}
