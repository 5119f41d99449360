package io.stockledger.cli.top;

import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.Terminal;
import io.stockledger.cli.status.StatusScreen;

import tools.jackson.databind.JsonNode;

/**
 * The alternate screen of a terminal. The normal screen comes back at the end, also after Ctrl-C.
 * For one thread.
 */
final class RedrawnScreen implements AutoCloseable {

    private static final String ESCAPE = "\u001b[";
    private static final String BEGIN = ESCAPE + "?1049h" + ESCAPE + "?25l";
    private static final String END = ESCAPE + "?25h" + ESCAPE + "?1049l";
    private static final String TO_TOP = ESCAPE + "H";
    private static final String CLEAR_LINE = ESCAPE + "K";
    private static final String CLEAR_REST = ESCAPE + "J";

    private final Output output;
    private boolean isOpen = true;

    private RedrawnScreen(Output output) {
        this.output = output;
    }

    static RedrawnScreen begin(Output output) {
        var screen = new RedrawnScreen(output);
        Runtime.getRuntime().addShutdownHook(new Thread(screen::close));
        output.raw(BEGIN);
        return screen;
    }

    /** Replaces the lines on the screen; lines below its end are left out. */
    synchronized void draw(JsonNode status) {
        if (!isOpen) {
            return;
        }
        Terminal.Size size = output.terminal().size();
        var lines = new StringBuilder(TO_TOP);
        StatusScreen.lines(status, output.terminal(), size.columns()).stream()
                .limit(size.rows() - 1L)
                .forEach(line -> lines.append(line).append(CLEAR_LINE).append('\n'));
        output.raw(lines.append(CLEAR_REST).toString());
    }

    @Override
    public synchronized void close() {
        if (isOpen) {
            isOpen = false;
            output.raw(END);
        }
    }
}
