package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same filters that lists have. */
class FilterTest {
    private static final String PROJECT = """
            {"id":"0198c1de-0000-7000-8000-000000000001","version":2,"key":"CORE","name":"Ü-Bahn 😀","status":"active",
             "budget":10.50,"starts_on":"2026-03-01","archived":false,"created_at":"2026-11-25T10:00:00.500000Z"}""";
    private final LiveHouse house = new LiveHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key==CORE | true",
                "key==core | false",
                "key!=OTHER | true",
                "owner==null | false",
                "owner!=a@b.org | true",
                "name==Ü* | true",
                "name==*Bahn* | true",
                "name==*bahn* | false",
                "name==Ü*Ü* | false",
                "name=gt='Ü-Bahn \uFFFF' | true",
                "budget==10.5 | true",
                "budget=gt=10.49 | true",
                "budget=gt=10.50 | false",
                "budget=ge=10.50 | true",
                "budget=lt=9 | false",
                "version=in=(1,2) | true",
                "version=out=(1,2) | false",
                "status=in=(planned,done) | false",
                "archived==false | true",
                "archived!=false | false",
                "account_id==null | true",
                "account_id!=null | false",
                "starts_on=ge=2026-03-01 | true",
                "starts_on=lt=2026-03-01 | false",
                "created_at==2026-11-25T11:00:00.5%2B01:00 | true",
                "created_at=gt=2026-11-25T10:00:00.5Z | false",
                "id==0198C1DE-0000-7000-8000-000000000001 | true",
                "key==CORE;budget=lt=5 | false",
                "key==CORE,budget=lt=5 | true",
                "(key==X,key==CORE);archived==false | true"
            })
    void aFilter_takesWhatAListWouldTake(String filter, boolean takes) {
        LiveClient client = house.connect("projects", LiveHouse.VIEWER);
        client.expect("welcome");
        client.send(new JsonObject().put("type", "subscribe_updates").put("filter", filter.replace("%2B", "+")));
        client.expect("subscribed");
        house.journal.write("projects", "updated", "id-1", 2, null, PROJECT);
        if (takes) {
            assertThat(client.seqs(1)).containsExactly(1L);
        } else {
            client.expectNothingFor(150);
        }
    }

    /** The journal has what a field was before its type changed. */
    @Test
    void aValueOfAnEarlierType_isNotTaken_andWhatFollowsIs() {
        LiveClient client = filtered("value=ge=5", null);
        LiveClient other = house.subscribe("features", null);
        house.journal.write("features", "updated", "id-1", 2, null, "{\"name\":\"a\",\"value\":\"text\"}");
        house.journal.create("features", 7);
        assertThat(client.seqs(1)).containsExactly(2L);
        assertThat(other.seqs(2)).containsExactly(1L, 2L);
        assertThat(filtered("value=ge=5", 0L).seqs(1)).containsExactly(2L);
    }

    private LiveClient filtered(String filter, Long since) {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        client.send(new JsonObject()
                .put("type", "subscribe_updates")
                .put("filter", filter)
                .put("since", since));
        client.expect("subscribed");
        return client;
    }

    @Test
    void aFilter_appliesToWhatWasMissed_too() {
        house.journal.writeMany("features", 300);
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        client.send(new JsonObject()
                .put("type", "subscribe_updates")
                .put("filter", "value=ge=298")
                .put("since", 0));
        client.expect("subscribed");
        assertThat(client.seqs(2)).containsExactly(299L, 300L);
        house.journal.create("features", 1);
        house.journal.create("features", 999);
        assertThat(client.seqs(1)).containsExactly(302L);
    }
}
