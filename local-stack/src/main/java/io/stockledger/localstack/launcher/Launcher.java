package io.stockledger.localstack.launcher;

import io.stockledger.issuer.IssuerFailure;
import io.stockledger.issuer.LocalIssuer;
import io.stockledger.localstack.process.LeftoverProcesses;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.StackFailure;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program behind {@code ./run}: it starts the stack, reports when it is ready, and runs until
 * Ctrl-C or SIGTERM, or until a process that ended cannot be started again. The exit code is 0
 * after a requested stop, 2 after a wrong command line, and 1 after any other failure, which is one
 * line on stderr.
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
            StackFolder folder = StackFolder.lock(options.dataFolder());
            run(options, services, folder);
        } catch (ParameterException e) {
            fail(e.getMessage() + " (./run --help lists the options)", MISUSED);
        } catch (StackFailure e) {
            fail(Objects.toString(e.getMessage()), FAILED);
        }
    }

    private static void run(LaunchOptions options, List<Service> services, StackFolder folder) {
        Progress progress = new Progress(System.out);
        progress.line("Starting Stockledger with the data in " + folder.path());
        for (String leftover : LeftoverProcesses.stopAll(folder.processes())) {
            progress.line("  stopped " + leftover + " of an earlier run");
        }
        refusePortsInUse(services);
        if (options.fresh()) {
            folder.deleteData();
        }
        folder.keepSandboxApart(options.sandbox());
        URI keySet = options.secure() ? keySet(folder.issuer()) : null;
        progress.line(
                keySet == null
                        ? "security: off; every program on this machine can call the services"
                                + " (./run --secure starts with security on)"
                        : "security: on; every call needs a token of the local issuer in "
                                + folder.issuer());
        if (options.sandbox()) {
            progress.line(
                    "sandbox: POST /sandbox/clock sets the clock of all services forward, see"
                            + " docs/sandbox.md");
        }
        var mode = new LaunchMode(keySet, options.sandbox() ? folder.sandboxClock() : null);
        LocalStack stack = new LocalStack(folder, options.project(), mode, progress);
        AtomicInteger exitCode = stopAtExit(stack, progress);
        String failure = startAndWatch(stack, services, FirstSteps.of(options, services), progress);
        if (!stack.isStopping()) {
            exitCode.set(FAILED);
            fail(failure, FAILED);
        }
    }

    /** Returns the reason why the stack ended, which may be a requested stop. */
    private static String startAndWatch(
            LocalStack stack, List<Service> services, FirstSteps firstSteps, Progress progress) {
        try {
            stack.start(services);
        } catch (StackFailure e) {
            return Objects.toString(e.getMessage());
        }
        ready(services, firstSteps, progress);
        return stack.failure().join();
    }

    /** The key set of the local issuer, whose keys the first secure start makes. */
    private static URI keySet(Path keys) {
        try {
            LocalIssuer.openOrCreate(keys);
            return LocalIssuer.keySet(keys).toUri();
        } catch (IssuerFailure e) {
            throw new StackFailure(Objects.toString(e.getMessage()), e);
        }
    }

    private static void refusePortsInUse(List<Service> services) {
        for (Service service : services) {
            if (!Ports.isFree(service.port())) {
                throw new StackFailure(
                        "Port %d (%s) is in use by another program: stop it, or choose another port with %s."
                                .formatted(service.port(), service.name(), service.portOption()));
            }
        }
    }

    private static void ready(List<Service> services, FirstSteps firstSteps, Progress progress) {
        progress.line("");
        progress.line(
                "ready after %s: commands at %s, reads at %s (Ctrl-C stops the system)"
                        .formatted(
                                progress.sinceStart(),
                                urls(services, Service.Kind.COMMAND),
                                urls(services, Service.Kind.QUERY)));
        progress.line("Try:");
        firstSteps.lines(Instant.now()).forEach(progress::line);
    }

    private static String urls(List<Service> services, Service.Kind kind) {
        return String.join(
                " ",
                services.stream()
                        .filter(service -> service.kind() == kind)
                        .map(Service::url)
                        .toList());
    }

    /**
     * Stops the stack at the end of the JVM. Returns the exit code, which is 0 unless it is set.
     */
    private static AtomicInteger stopAtExit(LocalStack stack, Progress progress) {
        AtomicInteger exitCode = new AtomicInteger();
        Runnable stop =
                () -> {
                    progress.line("Stopping Stockledger");
                    try {
                        stack.stop();
                        progress.line("stopped");
                    } catch (StackFailure e) {
                        System.err.println("stockledger: " + e.getMessage());
                        exitCode.set(FAILED);
                    }
                    // After a signal Java exits with 128 + its number, but a requested stop is not
                    // a failure.
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
