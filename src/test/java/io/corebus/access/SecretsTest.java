package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.CompleteSetup;
import io.corebus.access.AccessMessages.Refresh;
import io.corebus.access.AccessMessages.Setup;
import io.corebus.access.AccessMessages.SignIn;
import io.corebus.access.AccessMessages.SignOut;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.Key;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No secret in a log line, in an answer's text, or in the text of a message. */
class SecretsTest {
    private static final String WRONG = "wrong horse battery";
    private static final String NEW = "another horse battery";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>(List.of(House.PASSWORD, WRONG, NEW));

    @Test
    void aWholeLife_leavesNoSecretBehind() {
        Recorder recorder = new Recorder();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        root.setLevel(Level.TRACE);
        recorder.start();
        root.addAppender(recorder);
        try (House house = House.empty()) {
            live(house);
        } finally {
            root.detachAppender(recorder);
            root.setLevel(before);
        }

        assertThat(lines).anyMatch(line -> line.contains("could not be hashed anew"));
        assertThat(lines).anyMatch(line -> line.contains("a stored password hash cannot be read"));
        assertThat(lines).anyMatch(line -> line.contains("is left out"));
        assertThat(secrets).hasSizeGreaterThan(15).allMatch(secret -> secret.length() >= 16);
        for (String secret : secrets) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
            assertThat(texts).noneMatch(text -> text.contains(secret));
        }
    }

    private void live(House house) {
        Setup setup =
                house.ask(AccessMessages.PREPARE_SETUP, new AccessMessages.PrepareSetup(null, null), house.system());
        secrets.add(setup.token());
        CompleteSetup complete = new CompleteSetup(setup.token(), House.ADMIN_EMAIL, House.PASSWORD);
        Tokens first = remember(house.ask(AccessMessages.COMPLETE_SETUP, complete, house.anonymous()));
        house.authenticate(first.accessToken());
        Tokens next = remember(house.ask(AccessMessages.REFRESH, new Refresh(first.refreshToken()), house.anonymous()));
        refused(house.refusal(AccessMessages.REFRESH, new Refresh(first.refreshToken()), house.anonymous()));
        refused(house.refusal(AccessMessages.SIGN_IN, new SignIn(House.ADMIN_EMAIL, WRONG), house.anonymous()));
        refused(house.authenticationRefusal(next.accessToken() + "A"));
        AccessMessages.User bob = house.createUser("bob@example.org");
        rememberHash(house, "bob@example.org");
        upgradeThatFails(house);
        ChangeUser change = new ChangeUser(bob.id(), NEW, null, null);
        house.ask(AccessMessages.CHANGE_USER, change, house.admin());
        rememberHash(house, "bob@example.org");
        house.ask(AccessMessages.SIGN_OUT, new SignOut(next.refreshToken()), house.anonymous());
        unreadableHash(house, bob.id());
        unreadableKey(house);
        rememberRequests(house, List.of(setup, complete, change, first, new SignIn("a", NEW), new Refresh(WRONG)));
    }

    private void upgradeThatFails(House house) {
        house.storage.fail(StorageMessages.UPDATE_USER, Failure.unavailable("storage-unavailable", "Away."));
        house.addRoom(House.config(128, 2, 50));
        for (int i = 0; i < 2; i++) {
            remember(house.signIn("bob@example.org", House.PASSWORD));
        }
        house.storage.recover();
    }

    private void unreadableHash(House house, String id) {
        String broken = "$argon2id$v=19$m=a-secret-in-the-wrong-place,t=1,p=1$x$y";
        secrets.add("a-secret-in-the-wrong-place");
        house.storage.changeBehindTheBack(
                id, user -> new User(user.id(), user.email(), broken, user.roles(), user.disabled(), user.createdAt()));
        refused(house.refusal(AccessMessages.SIGN_IN, new SignIn("bob@example.org", NEW), house.anonymous()));
    }

    private void unreadableKey(House house) {
        Key stored = house.storage.keys().get(0);
        secrets.add(new JsonObject(stored.jwk()).getString("d"));
        JsonObject broken = new JsonObject(stored.jwk());
        broken.put("d", broken.getString("d") + "AA");
        house.storage.addKey(new Key("broken", broken.encode(), stored.createdAt()));
        house.storage.addKey(new Key("torn", broken.encode().substring(0, 150), stored.createdAt()));
        house.addRoom(House.config());
        house.addRoom(House.config());
        for (int i = 0; i < 4; i++) {
            remember(house.signIn(House.ADMIN_EMAIL, House.PASSWORD));
        }
        texts.add(SigningKey.read(stored.jwk(), house.clock.instant()).toString());
    }

    private void rememberRequests(House house, List<Object> more) {
        house.storage.requests.forEach(request -> texts.add(request.toString()));
        more.forEach(message -> texts.add(message.toString()));
        texts.add(new AccessMessages.Authenticate(NEW).toString());
        texts.add(new SignOut(NEW).toString());
        texts.add(new AccessMessages.PrepareSetup(NEW, NEW).toString());
        texts.add(new AccessMessages.CreateUser("a", NEW, List.of()).toString());
    }

    private Tokens remember(Tokens tokens) {
        secrets.add(tokens.accessToken());
        secrets.add(tokens.accessToken().substring(tokens.accessToken().lastIndexOf('.') + 1));
        secrets.add(tokens.refreshToken());
        texts.add(tokens.toString());
        return tokens;
    }

    private void rememberHash(House house, String email) {
        User user = house.storage.user(email);
        secrets.add(user.passwordHash());
        texts.add(user.toString());
    }

    private void refused(Failure failure) {
        texts.add(failure.toString());
        texts.add(failure.exception().toString());
    }

    private final class Recorder extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getFormattedMessage() + trace);
        }
    }
}
