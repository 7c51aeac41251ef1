package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Trace;
import io.corebus.door.CommandName;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentTrailTest {
    private final AgentHouse house = new AgentHouse();

    @AfterEach
    void stop() {
        house.close();
    }

    private ObjectNode detail(int entry) {
        return AgentHouse.json(house.resources.trail.get(entry).detail().toString());
    }

    @Test
    void everyCall_hasOneEntry_withItsOutcome() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        house.call("get_record", "{\"feature\":\"people\",\"id\":\"" + id + "\"}");
        house.call("people_get", "{\"id\":\"none\"}");
        ObjectNode made = house.call("people_create", "{\"data\":{\"name\":\"secret word\"}}");
        house.call("create_record", "{\"feature\":\"people\",\"data\":{}}", AgentHouse.caller("viewer"));
        house.call("get_record", "{\"feature\":\"../x\"}");

        assertThat(house.resources.trail)
                .hasSize(5)
                .allSatisfy(entry -> assertThat(entry.kind()).isEqualTo("tool-called"));
        assertThat(house.resources.trail)
                .extracting(AppendEntry::feature)
                .containsExactly("people", "people", "people", "people", "mcp");
        assertThat(house.resources.trail.get(0).resourceId()).isEqualTo(id);
        assertThat(house.resources.trail.get(2).resourceId())
                .isEqualTo(made.at("/result/id").asText())
                .isNotEmpty();
        assertThat(house.resources.trail).extracting(AppendEntry::commandId).doesNotHaveDuplicates();
        assertThat(detail(0).path("tool").asText()).isEqualTo("get_record");
        assertThat(detail(0).path("arguments_hash").asText()).hasSize(43);
        assertThat(detail(0).path("outcome").asText()).isEqualTo("ok");
        assertThat(detail(1).path("outcome").asText()).isEqualTo("not-found");
        assertThat(detail(2).toString()).doesNotContain("secret word");
        assertThat(detail(3).path("outcome").asText()).isEqualTo("forbidden");
        assertThat(detail(4).path("outcome").asText()).isEqualTo("validation");
    }

    @Test
    void theHash_isThatOfTheArguments() {
        house.call("people_search", "{\"limit\":1}");
        house.call("people_search", "{\"limit\":1}");
        house.call("people_search", "{\"limit\":2}");

        assertThat(detail(1).path("arguments_hash")).isEqualTo(detail(0).path("arguments_hash"));
        assertThat(detail(2).path("arguments_hash")).isNotEqualTo(detail(0).path("arguments_hash"));
    }

    private String hash(int entry) {
        return detail(entry).path("arguments_hash").asText();
    }

    private static String plain(String tool, String arguments) {
        return CommandName.requestHash(tool, arguments.getBytes(StandardCharsets.UTF_8));
    }

    /** Whoever has the trail cannot try what the arguments may have been; what is erased with a resource is compared without a key. */
    @Test
    void theHash_isKeyed_whereNobodyCanEraseIt() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        String dry = "{\"data\":{\"name\":\"Bea\"},\"dry_run\":true}";
        String named = "{\"feature\":\"people\",\"id\":\"" + id + "\"}";
        String nowhere = "{\"feature\":\"poeple\",\"id\":\"" + id + "\"}";
        house.call("people_create", dry);
        house.call("people_create", dry);
        house.call("get_record", named);
        house.call("get_record", nowhere);

        assertThat(hash(0)).hasSize(43).isEqualTo(hash(1)).isNotEqualTo(plain("people_create", dry));
        assertThat(hash(2)).isEqualTo(plain("get_record", named));
        assertThat(hash(3)).hasSize(43).isNotEqualTo(plain("get_record", nowhere));
        assertThat(house.resources.marks).hasValue(1);
        try (AgentHouse other = new AgentHouse()) {
            other.call("people_create", dry);
            assertThat(other.resources.trail.get(0).detail().toString()).contains(hash(0));
        }
    }

    @Test
    void withoutTheKey_thereIsNoHash_untilThereIsOne() {
        house.resources.markKey = null;
        assertThat(house.call("people_search", "{\"limit\":1}").path("success").booleanValue())
                .isTrue();
        house.resources.markKey = "secret";
        house.call("people_search", "{\"limit\":1}");

        assertThat(detail(0).has("arguments_hash")).isFalse();
        assertThat(detail(0).path("outcome").asText()).isEqualTo("ok");
        assertThat(hash(1)).hasSize(43);
    }

    @Test
    void aCallThatTookAllItsTime_hasItsEntry() {
        Caller all = AgentHouse.all();
        long passed = System.nanoTime() - 1_000_000;
        Caller late = new Caller(all.user(), all.roles(), all.token(), all.via(), all.trace(), passed);
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        house.call("get_record", "{\"feature\":\"people\",\"id\":\"" + id + "\"}", late);
        house.on(() -> house.offer
                .read("corebus://people/" + id, late)
                .transform(read -> Future.succeededFuture(read.failed())));

        assertThat(house.resources.trail).hasSize(2);
        assertThat(detail(0).path("outcome").asText()).isEqualTo("deadline-exceeded");
        assertThat(detail(1).path("outcome").asText()).isEqualTo("deadline-exceeded");
    }

    /** JSON can say more than can be stored: a call that is refused for that has its entry all the same. */
    @Test
    void whatCanBeSent_canBeRecorded() {
        house.call("people_create", "{\"data\":{\"name\":\"half \\ud83d\"}}");
        house.call("people_create", "{\"data\":{\"name\":1e1000000}}");
        house.call("get_record", "{\"feature\":\"people\",\"id\":\"\\udc00\"}");

        assertThat(house.resources.trail).hasSize(3);
        assertThat(detail(0).path("arguments_hash")).isNotEqualTo(detail(1).path("arguments_hash"));
        assertThat(detail(2).path("outcome").asText()).isEqualTo("not-found");
    }

    @Test
    void callsOfOneTurn_goTogether_eachAsItsOwnCaller() {
        List<Caller> callers =
                IntStream.range(0, 250).mapToObj(AgentTrailTest::caller).toList();

        house.on(() -> Future.all(callers.stream()
                .map(caller -> house.offer.call(AgentHouse.call("list_features", "{}", caller, false, null, null)))
                .toList()));

        assertThat(house.resources.callers)
                .containsExactlyInAnyOrderElementsOf(callers.stream()
                        .map(caller -> caller.user() + " mcp " + caller.token() + " " + caller.trace())
                        .toList());
        assertThat(house.resources.messages).hasValueBetween(3, 50);
    }

    private static Caller caller(int number) {
        Caller one = AgentHouse.all();
        return new Caller(
                "user-" + number, one.roles(), "token-" + number, one.via(), Trace.start(), one.deadlineNanos());
    }

    @Test
    void anEntryThatCannotBeWritten_isTheFaultOfItsCallAlone() {
        house.resources.unwritable = "user-1";
        List<Boolean> answered = house.on(() -> Future.all(IntStream.range(0, 3)
                        .mapToObj(i -> house.offer
                                .call(AgentHouse.call("list_features", "{}", caller(i), false, null, null))
                                .map(outcome -> !((Outcome.Result) outcome).isError()))
                        .toList())
                .map(CompositeFuture::list));

        assertThat(answered).containsExactly(true, false, true);
        assertThat(house.resources.trail).hasSize(2);
    }

    @Test
    void whatIsRead_andCannotBeRecorded_isNotTold() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        house.resources.journalAway = true;
        ObjectNode result = house.call("get_record", "{\"feature\":\"people\",\"id\":\"" + id + "\"}");

        assertThat(result.path("error").path("code").asText()).isEqualTo("UNAVAILABLE");
        assertThat(result.toString()).doesNotContain("Bea");
    }

    /** It has an entry of its own, with the row. */
    @Test
    void whatWasWritten_isTold_evenIfTheCallCannotBeRecorded() {
        house.resources.journalAway = true;
        ObjectNode result = house.call("people_create", "{\"data\":{\"name\":\"Bea\"}}");

        assertThat(result.path("success").booleanValue()).isTrue();
        assertThat(house.resources.of("people")).hasSize(1);
    }

    @Test
    void aCallThatIsRefusedBeforeItBegins_hasAnEntry() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        ToolCall call = AgentHouse.call(
                "delete_record", "{\"feature\":\"people\",\"id\":\"" + id + "\"}", AgentHouse.all(), true, null, null);
        house.on(() -> house.offer.refused(call, "bad-request-state"));

        assertThat(house.resources.trail).hasSize(1);
        assertThat(house.resources.trail.get(0).resourceId()).isEqualTo(id);
        assertThat(detail(0).path("tool").asText()).isEqualTo("delete_record");
        assertThat(detail(0).path("outcome").asText()).isEqualTo("bad-request-state");
        assertThat(house.resources.of("people")).hasSize(1);
    }

    @Test
    void aReadOfAResource_hasAnEntry() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        house.on(() -> house.offer.read("corebus://people/" + id, AgentHouse.all()));

        assertThat(house.resources.trail.get(0).resourceId()).isEqualTo(id);
        assertThat(detail(0).path("tool").asText()).isEqualTo("resources/read");
    }
}
