package io.stockledger.command.writer;

import io.stockledger.command.domain.Refusal;
import io.stockledger.command.eventstore.Receipt;
import io.stockledger.command.eventstore.StreamEvent;
import io.stockledger.events.InventoryEvent;

import java.util.List;
import java.util.Map;

/** The result of a command. Outages and bugs are exceptions instead. */
public sealed interface CommandOutcome {

    /** The outcome that a repeat of the same request gets. */
    CommandOutcome asReplay();

    /** The command has taken effect: its events, if it has any, are durable. */
    sealed interface Effect extends CommandOutcome {

        /**
         * The position of the command's last event in the event log. Without events, the position
         * of the last event that the decision rests on.
         */
        long position();

        /** The events in the order of the log; empty if the command changes nothing. */
        List<StreamEvent> events();
    }

    /**
     * The events were recorded for this request.
     *
     * @param events at least one
     */
    record Recorded(long position, List<StreamEvent> events) implements Effect {

        @Override
        public Replayed asReplay() {
            return new Replayed(position, events);
        }
    }

    /**
     * The events were recorded for an earlier request with the same idempotency key.
     *
     * @param events at least one
     */
    record Replayed(long position, List<StreamEvent> events) implements Effect, DryRunOutcome {

        static Replayed of(Receipt receipt) {
            return new Replayed(
                    receipt.events().getLast().position(),
                    receipt.events().stream().map(StreamEvent::of).toList());
        }

        @Override
        public Replayed asReplay() {
            return this;
        }
    }

    /**
     * The command is accepted and changes nothing, so that no event and no receipt of its
     * idempotency key were recorded. A repeat of the request is decided again.
     *
     * @param versions the version of each product of the command
     */
    record Unchanged(long position, Map<String, Long> versions) implements Effect {

        @Override
        public List<StreamEvent> events() {
            return List.of();
        }

        @Override
        public Unchanged asReplay() {
            return this;
        }
    }

    /** Nothing was recorded, for this reason. */
    record Refused(Refusal refusal) implements CommandOutcome, DryRunOutcome {

        @Override
        public Refused asReplay() {
            return this;
        }
    }

    /** The result of a dry run, which records nothing. */
    sealed interface DryRunOutcome permits Foreseen, Replayed, Refused {}

    /**
     * The command would be accepted.
     *
     * @param events the events that it would record, in order; empty if it would change nothing
     * @param versions the versions of the products on which the decision rests
     */
    record Foreseen(List<ForeseenEvent> events, Map<String, Long> versions)
            implements DryRunOutcome {}

    /**
     * An event that a command would record.
     *
     * @param sequenceNumber the number that it would get in the stream of its product
     */
    record ForeseenEvent(InventoryEvent payload, long sequenceNumber) {}
}
