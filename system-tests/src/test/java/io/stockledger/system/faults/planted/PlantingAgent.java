package io.stockledger.system.faults.planted;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

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
                            return builder.visit(
                                    Advice.to(bug.advice())
                                            .on(
                                                    named(bug.method())
                                                            .and(
                                                                    takesArguments(
                                                                            bug.parameters()))));
                        })
                .installOn(instrumentation);
    }
}
