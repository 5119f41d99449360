package io.stockledger.command.writer;

import io.stockledger.command.domain.Refusal;
import io.stockledger.command.eventstore.Receipt;
import io.stockledger.command.eventstore.StreamEvent;

import java.util.List;

/** The result of a command. Outages and bugs are exceptions instead. */
public sealed interface CommandOutcome {

    /** The outcome that a repeat of the same request gets. */
    CommandOutcome asReplay();

    /** The command has taken effect: its events are durable. */
    sealed interface Effect extends CommandOutcome {

        /** The position of the command's last event in the event log. */
        long position();

        /**
         * The events in the order of the log. Empty only for an internal command that found nothing
         * to do.
         */
        List<StreamEvent> events();

        @Override
        default Replayed asReplay() {
            return new Replayed(position(), events());
        }
    }

    /** The events were recorded for this request. */
    record Recorded(long position, List<StreamEvent> events) implements Effect {}

    /** The events were recorded for an earlier request with the same idempotency key. */
    record Replayed(long position, List<StreamEvent> events) implements Effect {

        static Replayed of(Receipt receipt) {
            return new Replayed(
                    receipt.events().getLast().position(),
                    receipt.events().stream().map(StreamEvent::of).toList());
        }
    }

    /** Nothing was recorded, for this reason. */
    record Refused(Refusal refusal) implements CommandOutcome {

        @Override
        public Refused asReplay() {
            return this;
        }
    }
}
