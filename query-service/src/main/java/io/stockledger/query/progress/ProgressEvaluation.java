package io.stockledger.query.progress;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.GenerationDetails;
import io.stockledger.query.generations.GenerationId;
import io.stockledger.query.generations.PartitionProgress;
import io.stockledger.query.generations.ReadModel;
import io.stockledger.query.progress.ProjectionProgress.PartitionStatus;
import io.stockledger.query.progress.TopicState.ExistingTopic;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Evaluates the observations of the topic, the heartbeats and the tables: what each read model has
 * applied. It remembers the completeness of each of them. For one thread.
 */
final class ProgressEvaluation {

    /**
     * One observation.
     *
     * @param topic the topic as it was last seen; null if it never was
     * @param kept the kept heartbeats, the newest first
     * @param at when the tables were read
     */
    record Observation(
            @Nullable ExistingTopic topic,
            LogState log,
            List<ReceivedHeartbeat> kept,
            ProgressSnapshot snapshot,
            Instant at) {

        /** The last position of the event log, if a heartbeat has stated it. */
        long headPosition() {
            ReceivedHeartbeat newest = log.newest();
            return newest == null ? Long.MAX_VALUE : newest.heartbeat().headPosition();
        }

        private List<ReceivedHeartbeat> keptFor(Generation generation) {
            String topicId = topic == null ? null : topic.topicId();
            return kept.stream().filter(each -> each.concerns(generation, topicId)).toList();
        }
    }

    /** The generation that answers the reads of a read model, and its completeness. */
    record Answering(Generation generation, Completeness completeness) {}

    private final List<ReadModel> readModels;
    private final long startedNanos;
    private final Map<String, Answering> answering = new HashMap<>();
    private final Map<String, Long> positionsBeforeTopic = new HashMap<>();
    private @Nullable String topicId;

    /**
     * @param startedNanos a reading of {@link System#nanoTime} before the first observation
     */
    ProgressEvaluation(List<? extends ReadModel> readModels, long startedNanos) {
        this.readModels = List.copyOf(readModels);
        this.startedNanos = startedNanos;
    }

    /** The progress of each read model by its name, in the order of their registration. */
    Map<String, ProjectionProgress> evaluate(Observation observation) {
        rememberPositionsBefore(observation.topic());
        var progress = new LinkedHashMap<String, ProjectionProgress>();
        for (ReadModel readModel : readModels) {
            progress.put(readModel.name(), progress(readModel, observation));
        }
        return progress;
    }

    /** A topic that was created again has to reach the positions that were known before. */
    private void rememberPositionsBefore(@Nullable ExistingTopic topic) {
        if (topic != null && !topic.topicId().equals(topicId)) {
            topicId = topic.topicId();
            answering.forEach(
                    (name, known) -> positionsBeforeTopic.put(name, known.completeness.position()));
        }
    }

    /** Forgets the completeness of all read models, since their rows are no longer the same. */
    void forget() {
        answering.clear();
        positionsBeforeTopic.clear();
    }

    /** The generations that answered reads at the last observation. */
    Collection<Answering> answering() {
        return answering.values();
    }

    private ProjectionProgress progress(ReadModel readModel, Observation observation) {
        String name = readModel.name();
        ProgressSnapshot snapshot = observation.snapshot();
        GenerationDetails details = snapshot.answeringReads(readModel).orElse(null);
        GenerationId generation =
                details == null ? new GenerationId(name, 0) : details.generation().id();
        Map<Integer, PartitionProgress> partitions = snapshot.partitionsOf(generation);
        Completeness known = completenessOf(name, details);
        if (details != null) {
            known.adopt(details.position(), details.completeThrough(), observation.headPosition());
            known.update(observation.keptFor(details.generation()), partitions);
        }
        ExistingTopic topic = observation.topic();
        LogState log = observation.log();
        return new ProjectionProgress(
                name,
                readModel.version(),
                generation.number(),
                isOfPresentEpoch(details, log) ? known.position() : 0,
                lagEvents(topic, partitions) + log.unpublishedEvents(),
                known.completeThrough(),
                known.completeNanos(),
                log,
                topic == null ? List.of() : PartitionStatus.of(topic, partitions),
                snapshot.heldBy(generation),
                generations(name, observation));
    }

    /** The completeness of a read model begins again when it is served in another epoch. */
    private Completeness completenessOf(String readModel, @Nullable GenerationDetails details) {
        if (details == null) {
            return new Completeness(startedNanos);
        }
        Generation generation = details.generation();
        Answering before = answering.get(readModel);
        Completeness known;
        if (before != null && before.generation.epochNumber() == generation.epochNumber()) {
            known = before.completeness;
        } else {
            known = new Completeness(startedNanos);
            positionsBeforeTopic.remove(readModel);
        }
        answering.put(readModel, new Answering(generation, known));
        return known;
    }

    /** The rows of an earlier epoch say nothing about the positions of the present log. */
    private static boolean isOfPresentEpoch(@Nullable GenerationDetails details, LogState log) {
        ReceivedHeartbeat newest = log.newest();
        return details == null
                || newest == null
                || details.generation().epochNumber() >= newest.heartbeat().epoch().number();
    }

    /** The records of the topic that are not received yet. */
    private static long lagEvents(
            @Nullable ExistingTopic topic, Map<Integer, PartitionProgress> partitions) {
        long lagEvents = 0;
        if (topic != null) {
            for (var end : topic.endOffsets().entrySet()) {
                PartitionProgress progress = partitions.get(end.getKey());
                long next = progress == null ? 0 : progress.nextOffset();
                lagEvents += Math.max(0, end.getValue() - next);
            }
        }
        return lagEvents;
    }

    private static List<GenerationProgress> generations(String readModel, Observation observation) {
        ProgressSnapshot snapshot = observation.snapshot();
        ExistingTopic topic = observation.topic();
        return snapshot.ofReadModel(readModel).stream()
                .map(
                        details -> {
                            GenerationId generation = details.generation().id();
                            return GenerationProgress.of(
                                    details,
                                    topic == null ? Map.of() : topic.endOffsets(),
                                    snapshot.partitionsOf(generation),
                                    snapshot.heldBy(generation).count(),
                                    observation.at());
                        })
                .toList();
    }

    /**
     * The generations beside the serving ones that have received the whole event log from the
     * present topic: every event up to the position of the serving one. If that is of an earlier
     * epoch, or if none serves, they must have received every event up to {@code position}. Call it
     * after {@link #evaluate}.
     *
     * @param position a position of the present epoch
     */
    Set<GenerationId> completeRebuilds(Observation observation, long position) {
        var complete = new HashSet<GenerationId>();
        for (GenerationDetails details : observation.snapshot().generations()) {
            Generation generation = details.generation();
            Map<Integer, PartitionProgress> partitions =
                    observation.snapshot().partitionsOf(generation.id());
            long needed = servingPosition(generation, observation.snapshot()).orElse(position);
            if (generation.state() == Generation.State.COMPARING
                    && observation.keptFor(generation).stream()
                            .filter(each -> each.heartbeat().publishedPosition() >= needed)
                            .anyMatch(each -> each.isReached(partitions))) {
                complete.add(generation.id());
            }
        }
        return Set.copyOf(complete);
    }

    /**
     * The position of the generation that serves, if it is of the same epoch: the last recorded
     * one, which is up to a second old, so a rebuild reaches it also while new events arrive; and
     * at least the one that was known before the present topic.
     */
    private OptionalLong servingPosition(Generation rebuild, ProgressSnapshot snapshot) {
        Answering serving = answering.get(rebuild.projection());
        if (serving == null || serving.generation.epochNumber() != rebuild.epochNumber()) {
            return OptionalLong.empty();
        }
        long before = positionsBeforeTopic.getOrDefault(rebuild.projection(), 0L);
        return snapshot.generations().stream()
                .filter(each -> each.generation().id().equals(serving.generation.id()))
                .mapToLong(each -> Math.max(each.position(), before))
                .findFirst();
    }
}
