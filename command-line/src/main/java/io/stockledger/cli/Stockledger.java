package io.stockledger.cli;

import io.stockledger.cli.restored.RestoredCommand;
import io.stockledger.cli.token.TokenCommand;
import io.stockledger.cli.verify.VerifyCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/** The program behind {@code ./stockledger}. */
@Command(
        name = "./stockledger",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        subcommands = {VerifyCommand.class, RestoredCommand.class, TokenCommand.class},
        description = "The operator's commands for a running system.")
public final class Stockledger implements Runnable {

    /** The columns of the help texts, which are also kept as files for the script. */
    public static final int HELP_WIDTH = 100;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a subcommand is missing");
    }

    /** Runs the program and exits with its exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs the program and returns its exit code. */
    public static int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** Runs the program with these outputs and returns its exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Stockledger())
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
                .setExecutionExceptionHandler(
                        (exception, line, parsed) -> {
                            if (exception instanceof OperatorFailure failure) {
                                line.getErr().println("stockledger: " + failure.getMessage());
                                return OperatorFailure.EXIT_CODE;
                            }
                            throw exception;
                        });
    }
}
