package io.corebus.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.faults.History.Change;
import io.corebus.faults.History.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge must find what is wrong: histories that hold, and each kind that does not. */
class HistoryTest {
    private static final List<Event> JOURNAL = List.of(
            new Event(3, "created", new Change("a", 1)),
            new Event(4, "created", new Change("b", 1)),
            new Event(7, "updated", new Change("a", 2)));
    private static final Map<String, Long> ROWS = Map.of("a", 2L, "b", 1L);

    private static History history(List<Event> seen) {
        History history = new History();
        JOURNAL.forEach(entry ->
                history.acknowledged(entry.change().resource(), entry.change().version()));
        seen.forEach(event -> history.saw("subscriber", event));
        history.read("a", 2, 2);
        return history;
    }

    private static List<Event> changed(int at, Event event) {
        List<Event> events = new ArrayList<>(JOURNAL);
        events.set(at, event);
        return events;
    }

    @Test
    void aHistoryThatHolds_hasNoFault() {
        assertThat(history(JOURNAL).faults(JOURNAL, ROWS)).isEmpty();
    }

    @Test
    void aLostEvent_isFound() {
        assertThat(history(JOURNAL.subList(0, 2)).faults(JOURNAL, ROWS)).hasSize(1);
        assertThat(history(JOURNAL.subList(1, 3)).faults(JOURNAL, ROWS)).hasSize(1);
    }

    @Test
    void aDoubledOrSwappedOrForeignEvent_isFound() {
        List<Event> doubled = new ArrayList<>(JOURNAL);
        doubled.add(1, JOURNAL.get(0));
        List<Event> swapped = List.of(JOURNAL.get(1), JOURNAL.get(0), JOURNAL.get(2));

        assertThat(history(doubled).faults(JOURNAL, ROWS)).hasSize(1);
        assertThat(history(swapped).faults(JOURNAL, ROWS)).hasSize(1);
        assertThat(history(changed(2, new Event(7, "updated", new Change("a", 3))))
                        .faults(JOURNAL, ROWS))
                .hasSize(1);
        assertThat(history(changed(2, new Event(8, "updated", new Change("a", 2))))
                        .faults(JOURNAL, ROWS))
                .hasSize(1);
        assertThat(history(changed(2, new Event(7, "deleted", new Change("a", 2))))
                        .faults(JOURNAL, ROWS))
                .hasSize(1);
    }

    @Test
    void anAcknowledgedWriteThatIsLost_isFound() {
        History lost = history(JOURNAL);
        lost.acknowledged("c", 1);

        assertThat(lost.faults(JOURNAL, ROWS))
                .containsExactly(
                        "an acknowledged write is in the journal 0 times: Change[resource=c, version=1]",
                        "an acknowledged write is not in the table: Change[resource=c, version=1]");
    }

    @Test
    void aDeletedResourceThatIsStillThere_isFound() {
        List<Event> journal = new ArrayList<>(JOURNAL);
        journal.add(new Event(8, "deleted", new Change("a", 3)));
        History history = history(journal);
        history.deleted("a", 3);

        assertThat(history.faults(journal, Map.of("b", 1L))).isEmpty();
        assertThat(history.faults(journal, ROWS))
                .contains("a resource whose deletion was acknowledged is in the table: Change[resource=a, version=3]");
    }

    @Test
    void aJournalThatDoublesOrSkips_isFound() {
        List<Event> twice = new ArrayList<>(JOURNAL);
        twice.add(new Event(8, "updated", new Change("a", 2)));
        List<Event> skips = changed(2, new Event(7, "updated", new Change("a", 3)));

        assertThat(history(twice).faults(twice, ROWS)).isNotEmpty();
        assertThat(history(skips).faults(skips, ROWS)).isNotEmpty();
        assertThat(history(JOURNAL).faults(changed(1, new Event(3, "created", new Change("b", 1))), ROWS))
                .isNotEmpty();
    }

    @Test
    void aVersionAcknowledgedTwice_isFound() {
        History twice = history(JOURNAL);
        twice.acknowledged("a", 2);

        assertThat(twice.faults(JOURNAL, ROWS)).containsExactly("a version was acknowledged twice");
    }

    @Test
    void aStaleRead_isFound() {
        History stale = history(JOURNAL);
        stale.read("a", 2, 1);

        assertThat(stale.faults(JOURNAL, ROWS)).containsExactly("stale read: Read[resource=a, atLeast=2, got=1]");
    }

    @Test
    void aResourceThatWasNotFound_isFound() {
        History gone = history(JOURNAL);
        gone.read("b", 1, Long.MAX_VALUE);

        assertThat(gone.faults(JOURNAL, ROWS))
                .containsExactly("a resource was not found: Read[resource=b, atLeast=1, got=9223372036854775807]");
    }
}
