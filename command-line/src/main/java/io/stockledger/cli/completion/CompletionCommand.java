package io.stockledger.cli.completion;

import io.stockledger.cli.Stockledger;

import org.jspecify.annotations.Nullable;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The command line that prints the completion of shells. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Prints the completion of a shell.",
        description = {
            "Prints a script that completes subcommands and options. It needs no build. Bash and"
                    + " zsh read it from their start files:",
            "",
            "  source <(/path/to/stockledger completion bash)",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {"0:the script is printed", "2:the shell is unknown"})
public final class CompletionCommand implements Callable<Integer> {

    /** The shells that understand the script. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The scripts that {@code ./stockledger} starts, which are no subcommands of this program. */
    private static final List<String> SCRIPTS = List.of("run", "replay", "bench");

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "SHELL",
            description = "${COMPLETION-CANDIDATES}. The script is the same for both.")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        CommandLine program = command.root().commandLine();
        SCRIPTS.forEach(script -> program.addSubcommand(script, CommandSpec.create()));
        PrintWriter out = command.commandLine().getOut();
        out.print(
                switch (shell) {
                    // The script loads the completion of bash into zsh.
                    case BASH, ZSH -> AutoComplete.bash("stockledger", program);
                });
        out.flush();
        return 0;
    }
}
