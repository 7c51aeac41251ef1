package io.corebus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.Operator;
import io.corebus.storage.StorageMessages.Sort;
import io.corebus.storage.StorageMessages.UpdateRow;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The JSON is written out here because another version of Corebus may be at the other end. */
class WireTest {
    private static <T> String write(Class<T> type, T message) {
        Buffer buffer = Buffer.buffer();
        new Wire<>(type).encodeToWire(buffer, message);
        return buffer.getString(4, buffer.length());
    }

    private static <T> T read(Class<T> type, String json) {
        Buffer text = Buffer.buffer(json);
        Buffer buffer = Buffer.buffer("xxx").appendInt(text.length()).appendBuffer(text);
        return new Wire<>(type).decodeFromWire(3, buffer);
    }

    @Test
    void aBodyTravelsAsAPartOfTheJson() {
        CreateResource create =
                new CreateResource("features", Json.of("{\"name\":\"é\",\"value\":1}"), new Command("c", null));
        String json =
                "{\"feature\":\"features\",\"body\":{\"name\":\"é\",\"value\":1},\"command\":{\"id\":\"c\",\"dryRun\":false}}";

        assertThat(write(CreateResource.class, create)).isEqualTo(json);
        assertThat(read(CreateResource.class, json)).isEqualTo(create);
    }

    @Test
    void aBodyKeepsEveryByte() {
        for (String body : List.of(
                "{\"a\" : 123456789012345678901234567890.000000000000000000001,\n \"b\": [1e5, null,true, \"\\u0000\\u00e9é\\/\"] }",
                "{}",
                "[ ]",
                "\"é \"",
                "-0",
                "1.50E+3",
                "true")) {
            Resource resource = new Resource("ü", 7, Json.of(body), false);

            Resource back = read(Resource.class, write(Resource.class, resource));

            assertThat(back).isEqualTo(resource);
            assertThat(back.body().toString()).isEqualTo(body);
        }
    }

    @Test
    void aBodyAmongBlanksIsReadWithoutThem() {
        String json = "{ \"id\" : \"x\" , \"body\" :  1.50  , \"version\":7,\"repeated\":false }";

        assertThat(read(Resource.class, json)).isEqualTo(new Resource("x", 7, Json.of("1.50"), false));
    }

    @Test
    void anUpdate() {
        UpdateRow update = new UpdateRow("f", "id", List.of(3L), Json.of("{}"), "c", "hash");
        String json =
                "{\"feature\":\"f\",\"id\":\"id\",\"ifVersions\":[3],\"data\":{},\"commandId\":\"c\",\"requestHash\":\"hash\"}";

        assertThat(write(UpdateRow.class, update)).isEqualTo(json);
        assertThat(read(UpdateRow.class, json)).isEqualTo(update);
    }

    @Test
    void aList() {
        Condition condition = new Condition(
                Operator.AND,
                null,
                List.of(),
                List.of(new Condition(Operator.GREATER_OR_EQUAL, "value", List.of("10"), List.of())));
        ListRows list = new ListRows("f", condition, List.of(new Sort("value", true)), 20, null);
        String json = "{\"feature\":\"f\",\"filter\":{\"operator\":\"AND\",\"values\":[],\"parts\":[{\"operator\":"
                + "\"GREATER_OR_EQUAL\",\"field\":\"value\",\"values\":[\"10\"],\"parts\":[]}]},"
                + "\"sort\":[{\"field\":\"value\",\"descending\":true}],\"limit\":20}";

        assertThat(write(ListRows.class, list)).isEqualTo(json);
        assertThat(read(ListRows.class, json)).isEqualTo(list);
    }

    @Test
    void aFailure() {
        Failure failure =
                new Failure("validation", 422, "no", List.of(new FieldFault("/name", "required", "is missing")), 3L, 1);
        String json = "{\"code\":\"validation\",\"status\":422,\"detail\":\"no\",\"errors\":[{\"pointer\":\"/name\","
                + "\"code\":\"required\",\"detail\":\"is missing\"}],\"currentVersion\":3,\"retryAfter\":1}";

        assertThat(write(Failure.class, failure)).isEqualTo(json);
        assertThat(read(Failure.class, json)).isEqualTo(failure);
    }

    @Test
    void sealedEntries() {
        Entry entry = new Entry(
                1,
                "7",
                2,
                "t",
                "f",
                null,
                null,
                "signed-in",
                "u",
                "http",
                null,
                "tr",
                null,
                "ab",
                "cd",
                null,
                Json.of("{ }"));
        Sealed sealed = new Sealed(List.of(new SealedEntry(5, entry)));
        String json = "{\"entries\":[{\"seq\":5,\"entry\":{\"era\":1,\"txid\":\"7\",\"n\":2,\"at\":\"t\","
                + "\"feature\":\"f\",\"kind\":\"signed-in\",\"actor\":\"u\",\"via\":\"http\",\"trace\":\"tr\","
                + "\"payloadHash\":\"ab\",\"salt\":\"cd\",\"after\":{ }}}]}";

        assertThat(write(Sealed.class, sealed)).isEqualTo(json);
        assertThat(read(Sealed.class, json)).isEqualTo(sealed);
    }

    @Test
    void aFieldOfANewerVersionIsIgnoredAndOneOfAnOlderVersionIsNull() {
        assertThat(read(GetResource.class, "{\"feature\":\"f\",\"shiny\":{\"new\":1}}"))
                .isEqualTo(new GetResource("f", null));
    }

    @Test
    void inOneProcessTheRecordItselfIsHandedOver() {
        GetResource get = new GetResource("f", "1");

        assertThat(new Wire<>(GetResource.class).transform(get)).isSameAs(get);
    }

    @Test
    void whatIsNoMessageIsRefused() {
        assertThatThrownBy(() -> read(GetResource.class, "{\"feature\":"))
                .hasMessage("not a io.corebus.resource.ResourceMessages$GetResource in JSON");
    }
}
