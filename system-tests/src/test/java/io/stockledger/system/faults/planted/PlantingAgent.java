package io.stockledger.system.faults.planted;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.DynamicType;

import java.lang.instrument.Instrumentation;

/** The agent that plants one bug, whose name is its argument. */
public final class PlantingAgent {

    private PlantingAgent() {}

    /** Called by the JVM before the program starts. */
    public static void premain(String bugName, Instrumentation instrumentation) {
        PlantedBug bug = PlantedBug.valueOf(bugName);
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .with(AgentBuilder.Listener.StreamWriting.toSystemOut().withErrorsOnly())
                .type(named(bug.className()))
                .transform(
                        (builder, type, _, _, _) -> {
                            System.out.println("Planted bug " + bug + " in " + type.getName());
                            return plant(bug, builder);
                        })
                .installOn(instrumentation);
    }

    private static DynamicType.Builder<?> plant(PlantedBug bug, DynamicType.Builder<?> builder) {
        DynamicType.Builder<?> planted = builder;
        for (PlantedBug.Change change : bug.changes()) {
            planted =
                    planted.visit(
                            Advice.to(change.advice())
                                    .on(
                                            named(change.method())
                                                    .and(takesArguments(change.parameters()))));
        }
        return planted;
    }
}
