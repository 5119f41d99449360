package io.stockledger.supplychain;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables of {@code docs/licences.md}.
 *
 * @param accepted the accepted licences by their SPDX id, each with the other names that POMs have
 *     for it
 * @param libraries the shipped libraries, in the order of the table
 */
record LicenceList(Map<String, Set<String>> accepted, List<Row> libraries) {

    /**
     * A row of the table of libraries.
     *
     * @param library its group and artifact; at its end a {@code *} stands for any text
     * @param licence the licence or licences under which the library is used
     * @param statedOtherwise what the POM states, if that is not the same: a choice of licences, or
     *     another name
     * @param remark why the licence is known if the POM does not state it, or what else is in the
     *     jar
     */
    record Row(String library, Set<String> licence, Set<String> statedOtherwise, String remark) {

        boolean describes(String coordinates) {
            return library.endsWith("*")
                    ? coordinates.startsWith(library.substring(0, library.length() - 1))
                    : coordinates.equals(library);
        }

        /** Returns all licences that the POM must state. */
        Set<String> stated() {
            return statedOtherwise.isEmpty() ? licence : statedOtherwise;
        }

        /** Tells whether the library is used under a licence that its POM states. */
        boolean isUsedAsStated() {
            return stated().containsAll(licence);
        }
    }

    /** Reads the document of the project. */
    static LicenceList read() throws IOException {
        Map<String, Set<String>> accepted = new LinkedHashMap<>();
        List<Row> libraries = new ArrayList<>();
        String section = "";
        for (String line : Files.readAllLines(ProjectFiles.root().resolve("docs/licences.md"))) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.startsWith("| `")) {
                List<String> cells =
                        Arrays.stream(line.substring(1).split("\\|", -1))
                                .map(cell -> cell.strip().replace("`", ""))
                                .toList();
                if (section.equals("Accepted licences")) {
                    accepted.put(cells.get(0), licences(cells.get(1)));
                } else if (section.equals("Libraries")) {
                    libraries.add(
                            new Row(
                                    cells.get(0),
                                    licences(cells.get(1)),
                                    licences(cells.get(2)),
                                    cells.get(3)));
                }
            }
        }
        return new LicenceList(accepted, libraries);
    }

    private static Set<String> licences(String cell) {
        Set<String> licences = new TreeSet<>();
        for (String licence : cell.split(";", -1)) {
            if (!licence.isBlank()) {
                licences.add(licence.strip());
            }
        }
        return licences;
    }

    /**
     * Returns the SPDX id for a name of a licence, or the name itself if the list does not know it.
     */
    String idOf(String name) {
        return accepted.entrySet().stream()
                .filter(entry -> entry.getValue().contains(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name);
    }
}
