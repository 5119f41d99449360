package io.stockledger.replay;

import tools.jackson.databind.node.ObjectNode;

/** A refusal of the stand-in: status, name and members of the problem. */
final class StandInRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient ObjectNode problem;

    StandInRefusal(int status, String name, Object... members) {
        super(name, null, false, false);
        this.status = status;
        problem =
                StandInProduct.JSON
                        .createObjectNode()
                        .put("type", "urn:stockledger:problem:" + name)
                        .put("status", status);
        for (int index = 0; index < members.length; index += 2) {
            problem.putPOJO(String.valueOf(members[index]), members[index + 1]);
        }
    }

    int status() {
        return status;
    }

    ObjectNode problem() {
        return problem;
    }
}
