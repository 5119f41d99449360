package io.stockledger.cli.output;

/** The colours of the output, as codes of ECMA-48. */
public enum Color {
    BOLD(1),
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Color(int code) {
        this.code = code;
    }

    String paint(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
