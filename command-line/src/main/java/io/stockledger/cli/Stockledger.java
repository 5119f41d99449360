package io.stockledger.cli;

import io.stockledger.cli.completion.CompletionCommand;
import io.stockledger.cli.export.ExportCommand;
import io.stockledger.cli.order.OrderCommand;
import io.stockledger.cli.output.ClosedOutputException;
import io.stockledger.cli.output.StandardOutput;
import io.stockledger.cli.product.ProductCommand;
import io.stockledger.cli.rebuild.RebuildCommand;
import io.stockledger.cli.republish.RepublishCommand;
import io.stockledger.cli.restored.RestoredCommand;
import io.stockledger.cli.status.StatusCommand;
import io.stockledger.cli.stockimport.ImportCommand;
import io.stockledger.cli.swap.SwapCommand;
import io.stockledger.cli.tail.TailCommand;
import io.stockledger.cli.token.TokenCommand;
import io.stockledger.cli.top.TopCommand;
import io.stockledger.cli.verify.VerifyCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program behind {@code ./stockledger}. */
@Command(
        name = "./stockledger",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        subcommands = {
            StatusCommand.class,
            TopCommand.class,
            TailCommand.class,
            ProductCommand.class,
            OrderCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            VerifyCommand.class,
            RebuildCommand.class,
            SwapCommand.class,
            RepublishCommand.class,
            RestoredCommand.class,
            TokenCommand.class,
            CompletionCommand.class
        },
        description = "The operator's commands for a running system.",
        footer = {
            "",
            "These start the scripts of the same name, each with its own --help:",
            "  run         Starts the system on this machine.",
            "  replay      Replays sales against a running system.",
            "  bench       Measures the system and its baselines."
        })
public final class Stockledger implements Runnable {

    /** The columns of the help texts, which are also kept as files for the script. */
    public static final int HELP_WIDTH = 100;

    /** The heading of the exit codes in a help text. */
    public static final String EXIT_CODES = "Exit codes:%n";

    /** The exit code of a command that cannot be carried out, in a help text. */
    public static final String EXIT_IMPOSSIBLE =
            "2:the command cannot be carried out: a wrong option, no system there, or a refusal";

    /** The exit code after a broken pipe, in a help text. */
    public static final String EXIT_CLOSED = "141:the reader of the output has ended, such as head";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a subcommand is missing");
    }

    /** Runs the program and exits with its exit code. */
    public static void main(String[] arguments) {
        // Scripts read the output, so that its encoding does not depend on the locale.
        var stdout = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(stdout, true, StandardCharsets.UTF_8));
        var out = new PrintWriter(stdout, true, StandardCharsets.UTF_8);
        var err =
                new PrintWriter(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(execute(out, err, arguments));
    }

    /**
     * Runs the program with these outputs and returns its exit code.
     *
     * @param out above a {@link StandardOutput}, if failures of the output are to end the command
     */
    public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    /** Runs the command, or prints the help or the version that is asked for. */
    private static int run(ParseResult parsed) {
        CommandLine program = parsed.commandSpec().commandLine();
        // With --help or --version, picocli itself passes over arguments that it does not know.
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            if (!each.unmatched().isEmpty()) {
                throw new UnmatchedArgumentException(
                        each.commandSpec().commandLine(), each.unmatched());
            }
        }
        try {
            int exitCode = new RunLast().execute(parsed);
            program.getOut().flush();
            return exitCode;
        } catch (ClosedOutputException | OperatorFailure e) {
            return exitCode(e, program.getErr());
        }
    }

    /** Prints the message of a failure, if it has one, and returns its exit code. */
    private static int exitCode(RuntimeException failure, PrintWriter err) {
        int exitCode =
                switch (failure) {
                    case OperatorFailure _ -> OperatorFailure.EXIT_CODE;
                    case NegativeAnswer _ -> NegativeAnswer.EXIT_CODE;
                    case ClosedOutputException _ -> ClosedOutputException.EXIT_CODE;
                    default -> throw failure;
                };
        if (failure.getMessage() != null) {
            err.println("stockledger: " + failure.getMessage());
        }
        return exitCode;
    }

    /**
     * Refuses a number out of its bounds.
     *
     * @throws OperatorFailure if it is out of them
     */
    public static void requireWithin(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new OperatorFailure(
                    max == Integer.MAX_VALUE || max == Long.MAX_VALUE
                            ? "%s must be at least %d".formatted(option, min)
                            : "%s must be from %d to %d".formatted(option, min, max));
        }
    }

    static CommandLine commandLine() {
        return Version.printedBy(new CommandLine(new Stockledger()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(
                        (exception, mistaken) -> {
                            CommandLine line = exception.getCommandLine();
                            line.getErr()
                                    .println(
                                            "stockledger: %s (see %s --help)"
                                                    .formatted(
                                                            exception.getMessage(),
                                                            line.getCommandSpec().qualifiedName()));
                            return OperatorFailure.EXIT_CODE;
                        })
                .setExecutionStrategy(Stockledger::run)
                .setExecutionExceptionHandler(
                        (exception, line, parsed) -> {
                            if (exception instanceof RuntimeException failure) {
                                return exitCode(failure, line.getErr());
                            }
                            throw exception;
                        });
    }
}
