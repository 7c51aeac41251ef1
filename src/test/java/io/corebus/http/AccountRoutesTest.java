package io.corebus.http;

import static io.corebus.http.HttpHouse.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Recognized;
import io.corebus.access.AccessMessages.SignIn;
import io.corebus.access.AccessMessages.Tokens;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who counts as known when it signs in, while Redis is away. */
class AccountRoutesTest {
    private final HttpHouse house = new HttpHouse();
    private final List<SignIn> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        await(house.bus().serve(AccessMessages.SIGN_IN, (request, caller) -> {
            asked.add(request);
            return Future.succeededFuture(new Tokens("access", 900, "refresh"));
        }));
        await(house.bus()
                .serve(
                        AccessMessages.RECOGNIZE,
                        (request, caller) -> Future.succeededFuture(
                                new Recognized(request.device().equals("known")))));
        house.open(OpenApiSample.features());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void signIn(String email, String device) throws IOException {
        String body = "{\"email\":\"" + email + "\",\"password\":\"p\"}";
        String answer = house.answerTo("POST /api/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Cookie: corebus_device=" + device + "\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoeverSignedInToTheAccountBefore_isKnown_byItsDeviceOrItsAddress() throws IOException {
        signIn("ada@example.org", "none");
        signIn("ada@example.org", "none");
        signIn("bob@example.org", "none");
        signIn("eve@example.org", "known");

        assertThat(asked).extracting(SignIn::known).containsExactly(false, true, false, true);
    }
}
