package io.stockledger.localstack.launcher;

import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.LeftoverProcesses;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.StackFailure;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts the stack, says when it is ready, and stays until Ctrl-C, SIGTERM or the end of one of its
 * processes. A stop that was asked for exits with 0, everything else with 1, a wrong command line
 * with 2; a failure is one line on the standard error.
 */
public final class Launcher {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Launcher() {}

    public static void main(String[] arguments) {
        LaunchOptions options = new LaunchOptions();
        CommandLine commandLine = new CommandLine(options);
        try {
            commandLine.parseArgs(arguments);
            if (options.help()) {
                commandLine.usage(System.out);
                return;
            }
            List<Service> services = options.services();
            StackFolder folder = StackFolder.take(options.dataFolder());
            run(options, services, folder);
        } catch (ParameterException e) {
            fail(e.getMessage() + " (./run --help lists the options)", MISUSED);
        } catch (StackFailure e) {
            fail(Objects.toString(e.getMessage()), FAILED);
        }
    }

    private static void run(LaunchOptions options, List<Service> services, StackFolder folder) {
        Progress progress = new Progress(System.out);
        progress.line("Stockledger starts, its data is in " + folder.path());
        for (String leftover : LeftoverProcesses.stopAll(folder.processes())) {
            progress.line("  stopped " + leftover + ", left over from an earlier run");
        }
        refuseTakenPorts(services);
        if (options.fresh()) {
            folder.deleteData();
        }
        LocalStack stack = new LocalStack(folder, options.project(), progress);
        AtomicInteger exitCode = stopAtExit(stack, progress);
        String failure = startAndWatch(stack, services, progress);
        if (!stack.isStopping()) {
            exitCode.set(FAILED);
            fail(failure, FAILED);
        }
    }

    /** Returns why the stack cannot go on, which may be that it was stopped. */
    private static String startAndWatch(
            LocalStack stack, List<Service> services, Progress progress) {
        try {
            stack.start(services);
        } catch (StackFailure e) {
            return Objects.toString(e.getMessage());
        }
        ready(services, progress);
        ChildProcess ended = stack.anyEnded().join();
        return "%s ended unexpectedly (exit code %d), so everything is stopped: %s (log: %s)"
                .formatted(ended.name(), ended.exitCode(), ended.lastWords(), ended.logFile());
    }

    private static void refuseTakenPorts(List<Service> services) {
        for (Service service : services) {
            if (!Ports.isFree(service.port())) {
                throw new StackFailure(
                        "Port %d (%s) is taken by another program: stop it, or choose another port with %s."
                                .formatted(service.port(), service.name(), service.portOption()));
            }
        }
    }

    private static void ready(List<Service> services, Progress progress) {
        Service command = first(services, Service.Kind.COMMAND);
        Service query = first(services, Service.Kind.QUERY);
        progress.line("");
        progress.line(
                "ready after %s: commands at %s, reads at %s (Ctrl-C stops everything)"
                        .formatted(
                                progress.sinceStart(),
                                urls(services, Service.Kind.COMMAND),
                                urls(services, Service.Kind.QUERY)));
        progress.line("Try:");
        FirstSteps.curls(command, query, Instant.now()).forEach(progress::line);
    }

    private static String urls(List<Service> services, Service.Kind kind) {
        return String.join(
                " ",
                services.stream()
                        .filter(service -> service.kind() == kind)
                        .map(Service::url)
                        .toList());
    }

    private static Service first(List<Service> services, Service.Kind kind) {
        return services.stream()
                .filter(service -> service.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** A signal runs the same stop as a failure. The code it exits with is 0 unless set. */
    private static AtomicInteger stopAtExit(LocalStack stack, Progress progress) {
        AtomicInteger exitCode = new AtomicInteger();
        Runnable stop =
                () -> {
                    progress.line("Stockledger stops");
                    try {
                        stack.stop();
                        progress.line("stopped");
                    } catch (StackFailure e) {
                        System.err.println("stockledger: " + e.getMessage());
                        exitCode.set(FAILED);
                    }
                    // Java would exit with 128 + the signal's number: a wanted stop is no failure.
                    Runtime.getRuntime().halt(exitCode.get());
                };
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
        return exitCode;
    }

    private static void fail(String message, int exitCode) {
        System.err.println("stockledger: " + message);
        System.exit(exitCode);
    }
}
