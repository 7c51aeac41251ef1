package io.corebus.access;

import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Health;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.FindSession;
import io.corebus.storage.IdentityMessages.FoundSession;
import io.corebus.storage.IdentityMessages.ListSessions;
import io.corebus.storage.IdentityMessages.RevokeOthers;
import io.corebus.storage.IdentityMessages.RevokeSession;
import io.corebus.storage.IdentityMessages.Sessions;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.CheckSetup;
import io.corebus.storage.StorageMessages.DeleteUser;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.storage.StorageMessages.EndSessions;
import io.corebus.storage.StorageMessages.EndedSessions;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.FoundUser;
import io.corebus.storage.StorageMessages.FoundUserCommand;
import io.corebus.storage.StorageMessages.InsertFirstAdmin;
import io.corebus.storage.StorageMessages.InsertKey;
import io.corebus.storage.StorageMessages.InsertSession;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.Key;
import io.corebus.storage.StorageMessages.Keys;
import io.corebus.storage.StorageMessages.ListUsers;
import io.corebus.storage.StorageMessages.RotateSession;
import io.corebus.storage.StorageMessages.RotatedSession;
import io.corebus.storage.StorageMessages.SaveSetup;
import io.corebus.storage.StorageMessages.SetupState;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.corebus.storage.StorageMessages.UserPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The account addresses of the storage room on the real bus, in memory. Whatever {@code AccountsContract} asks of the real room holds here, too. */
public final class StorageDouble extends VerticleBase {
    private final Bus bus;
    private final Clock clock;
    private final Map<String, User> users = new ConcurrentSkipListMap<>();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final List<Key> keys = new CopyOnWriteArrayList<>();
    private final IdentitiesDouble identities;
    private volatile SaveSetup setup;

    /** Every request that arrived, in order. */
    final ConcurrentLinkedQueue<Object> requests = new ConcurrentLinkedQueue<>();

    private final Map<String, Failure> failing = new ConcurrentHashMap<>();
    private final Set<String> losing = ConcurrentHashMap.newKeySet();
    private final Map<String, Runnable> afterwards = new ConcurrentHashMap<>();

    /** Deletions that were done, by trace and user. */
    private final Set<String> deletions = ConcurrentHashMap.newKeySet();

    /** Changes of users that were done, by the name of the command, or else by trace, user and new hash. */
    private final Set<String> changes = ConcurrentHashMap.newKeySet();

    private static final class Session {
        final String id;
        final String user;
        final InsertSession begun;
        final String createdAt;
        String lastUsedAt;
        String current;
        String expiresAt;
        boolean ended;
        /** What each token was exchanged for. */
        final Map<String, String> used = new HashMap<>();

        Session(InsertSession request, String now) {
            this.begun = request;
            this.createdAt = now;
            this.lastUsedAt = now;
            this.id = request.id();
            this.user = request.user();
            this.current = request.tokenHash();
            this.expiresAt = request.expiresAt();
        }

        IdentityMessages.Session shown() {
            return new IdentityMessages.Session(
                    id, createdAt, lastUsedAt, expiresAt, begun.address(), begun.userAgent());
        }

        boolean has(String token) {
            return current.equals(token) || used.containsKey(token);
        }
    }

    public StorageDouble(Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
        this.identities = new IdentitiesDouble(users, clock);
    }

    void fail(Address<?, ?> address, Failure failure) {
        failing.put(address.name(), failure);
    }

    void recover() {
        failing.clear();
    }

    /** Does what the next request asks and never answers it, like a node that dies after the commit. */
    void loseNextAnswer(Address<?, ?> address) {
        losing.add(address.name());
    }

    /** Runs once, after the next request of that address was done and before it is answered. */
    void afterNext(Address<?, ?> address, Runnable action) {
        afterwards.put(address.name(), action);
    }

    <T> List<T> requests(Class<T> type) {
        return requests.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A change that nobody told the access room of. */
    void changeBehindTheBack(String id, Function<User, User> change) {
        users.computeIfPresent(id, (key, user) -> change.apply(user));
    }

    /** Under how many names providers know whoever has the address. */
    long links(String email) {
        return identities.links(user(email).id());
    }

    void addUser(User user) {
        add(user);
    }

    User user(String email) {
        return byEmail(email);
    }

    List<Key> keys() {
        return List.copyOf(keys);
    }

    void addKey(Key key) {
        keys.add(0, key);
    }

    long sessionsOf(String user) {
        return sessions.stream()
                .filter(session -> session.user.equals(user) && !session.ended)
                .count();
    }

    @Override
    public Future<?> start() {
        return Future.all(List.of(
                serve(StorageMessages.HEALTH, (request, caller) -> done(new Health.Report(true, Map.of()))),
                serve(StorageMessages.INSERT_USER, this::insertUser),
                serve(StorageMessages.FIND_USER, this::findUser),
                serve(StorageMessages.LIST_USERS, this::listUsers),
                serve(StorageMessages.UPDATE_USER, this::updateUser),
                serve(
                        StorageMessages.FIND_USER_COMMAND,
                        (request, caller) -> done(new FoundUserCommand(changes.contains(request.commandId())))),
                serve(StorageMessages.DELETE_USER, this::deleteUser),
                serve(StorageMessages.INSERT_SESSION, this::insertSession),
                serve(StorageMessages.ROTATE_SESSION, this::rotateSession),
                serve(StorageMessages.END_SESSIONS, this::endSessions),
                serve(StorageMessages.INSERT_KEY, this::insertKey),
                serve(StorageMessages.LIST_KEYS, (request, caller) -> done(new Keys(List.copyOf(keys)))),
                serve(JournalMessages.APPEND_ENTRY, (request, caller) -> done(new JournalMessages.Appended())),
                serve(IdentityMessages.INSERT_TOKEN, identities::insertToken),
                serve(IdentityMessages.FIND_TOKEN, identities::findToken),
                serve(IdentityMessages.LIST_TOKENS, identities::listTokens),
                serve(IdentityMessages.DELETE_TOKEN, identities::deleteToken),
                serve(IdentityMessages.TOUCH_TOKEN, identities::touchToken),
                serve(IdentityMessages.FIND_LINKED, identities::findLinked),
                serve(IdentityMessages.LIST_IDENTITIES, identities::listIdentities),
                serve(IdentityMessages.LINK_USER, identities::linkUser),
                serve(IdentityMessages.UNLINK_USER, identities::unlinkUser),
                serve(IdentityMessages.FIND_SESSION, this::findSession),
                serve(IdentityMessages.LIST_SESSIONS, this::listSessions),
                serve(IdentityMessages.REVOKE_SESSION, this::revokeSession),
                serve(IdentityMessages.REVOKE_OTHERS, this::revokeOthers),
                serve(StorageMessages.SAVE_SETUP, this::saveSetup),
                serve(StorageMessages.CHECK_SETUP, this::checkSetup),
                serve(StorageMessages.INSERT_FIRST_ADMIN, this::insertFirstAdmin)));
    }

    private <Q, R> Future<Void> serve(Address<Q, R> address, Service<Q, R> service) {
        return bus.serve(address, (request, caller) -> {
            requests.add(request);
            Failure failure = failing.get(address.name());
            if (failure != null) {
                return Future.failedFuture(failure.exception());
            }
            Future<R> answer = service.handle(request, caller);
            Runnable afterward = afterwards.remove(address.name());
            if (afterward != null) {
                afterward.run();
            }
            return losing.remove(address.name()) ? Promise.<R>promise().future() : answer;
        });
    }

    private Future<User> insertUser(InsertUser request, Caller caller) {
        if (users.containsKey(request.id())) {
            return done(users.get(request.id()));
        }
        if (byEmail(request.email()) != null) {
            return refuse("conflict", 409, "The value of email is taken.");
        }
        return done(
                add(new User(request.id(), request.email(), request.passwordHash(), request.roles(), false, now())));
    }

    private Future<FoundUser> findUser(FindUser request, Caller caller) {
        return done(new FoundUser(request.id() != null ? users.get(request.id()) : byEmail(request.email())));
    }

    private Future<UserPage> listUsers(ListUsers request, Caller caller) {
        List<User> left = users.values().stream()
                .filter(user -> request.after() == null || user.id().compareTo(request.after()) > 0)
                .toList();
        if (left.size() <= request.limit()) {
            return done(new UserPage(left, null));
        }
        List<User> page = left.subList(0, request.limit());
        return done(new UserPage(page, page.get(request.limit() - 1).id()));
    }

    private Future<User> updateUser(UpdateUser request, Caller caller) {
        User before = users.get(request.id());
        if (before == null) {
            return noSuchUser();
        }
        String command = request.commandId() != null
                ? request.commandId()
                : caller.trace() + ' ' + request.id() + ' ' + request.passwordHash();
        if (request.commandId() != null && changes.contains(command)) {
            return done(before);
        }
        if (request.expectedHash() != null && !request.expectedHash().equals(before.passwordHash())) {
            return changes.contains(command)
                    ? done(before)
                    : refuse("conflict", 409, "The password of this user is another one by now.");
        }
        User after = new User(
                before.id(),
                before.email(),
                request.passwordHash() == null ? before.passwordHash() : request.passwordHash(),
                request.roles() == null ? before.roles() : request.roles(),
                request.disabled() == null ? before.disabled() : request.disabled(),
                before.createdAt());
        if (isAdmin(before) && !isAdmin(after) && admins() == 1) {
            return lastAdmin();
        }
        if (request.endsSessions()) {
            sessions.stream()
                    .filter(session -> session.user.equals(request.id()) && !session.id.equals(request.keptSession()))
                    .forEach(session -> session.ended = true);
        }
        changes.add(command);
        return done(add(after));
    }

    private Future<Done> deleteUser(DeleteUser request, Caller caller) {
        User user = users.get(request.id());
        String command = caller.trace() + ' ' + request.id();
        if (user == null) {
            return deletions.contains(command) ? done(new Done()) : noSuchUser();
        }
        if (isAdmin(user) && admins() == 1) {
            return lastAdmin();
        }
        users.remove(user.id());
        deletions.add(command);
        sessions.removeIf(session -> session.user.equals(user.id()));
        identities.forget(user.id());
        return done(new Done());
    }

    private Future<Done> insertSession(InsertSession request, Caller caller) {
        if (!users.containsKey(request.user())) {
            return refuse("reference-not-found", 422, "There is no such user.");
        }
        if (sessions.stream().noneMatch(session -> session.id.equals(request.id()))) {
            sessions.add(new Session(request, now()));
        }
        return done(new Done());
    }

    private Future<RotatedSession> rotateSession(RotateSession request, Caller caller) {
        return done(sessions.stream()
                .filter(session -> session.has(request.tokenHash()) && isAlive(session))
                .findFirst()
                .map(session -> rotate(session, request))
                .orElse(new RotatedSession(null, null)));
    }

    private RotatedSession rotate(Session session, RotateSession request) {
        String exchangedFor = session.used.putIfAbsent(request.tokenHash(), request.nextTokenHash());
        if (exchangedFor == null) {
            session.current = request.nextTokenHash();
            session.expiresAt = request.expiresAt();
            session.lastUsedAt = now();
        } else if (!exchangedFor.equals(request.nextTokenHash())) {
            session.ended = true;
            return new RotatedSession(null, null, session.user);
        }
        return new RotatedSession(users.get(session.user), session.id);
    }

    private boolean isAlive(Session session) {
        return !session.ended && Instant.parse(session.expiresAt).isAfter(clock.instant());
    }

    private Future<EndedSessions> endSessions(EndSessions request, Caller caller) {
        String owner = sessions.stream()
                .filter(session -> request.tokenHash() != null && session.has(request.tokenHash()))
                .map(session -> session.user)
                .findFirst()
                .orElse(request.user());
        sessions.stream()
                .filter(session -> session.user.equals(request.user())
                        || (request.tokenHash() != null && session.has(request.tokenHash())))
                .forEach(session -> session.ended = true);
        return done(new EndedSessions(owner));
    }

    private Future<FoundSession> findSession(FindSession request, Caller caller) {
        return done(new FoundSession(
                sessions.stream().anyMatch(session -> session.id.equals(request.id()) && isAlive(session))));
    }

    private Future<Sessions> listSessions(ListSessions request, Caller caller) {
        List<IdentityMessages.Session> found = new ArrayList<>();
        sessions.stream()
                .filter(session -> session.user.equals(request.user()) && isAlive(session))
                .forEach(session -> found.add(0, session.shown()));
        return done(new Sessions(found));
    }

    private Future<Done> revokeSession(RevokeSession request, Caller caller) {
        for (Session session : sessions) {
            if (session.id.equals(request.id()) && session.user.equals(request.user()) && isAlive(session)) {
                session.ended = true;
                deletions.add(caller.trace() + ' ' + request.id());
            }
        }
        return deletions.contains(caller.trace() + ' ' + request.id())
                ? done(new Done())
                : refuse("not-found", 404, "There is no session with this id, or it has ended.");
    }

    private Future<Done> revokeOthers(RevokeOthers request, Caller caller) {
        sessions.stream()
                .filter(session -> session.user.equals(request.user()) && !session.id.equals(request.kept()))
                .forEach(session -> session.ended = true);
        return done(new Done());
    }

    private Future<Done> insertKey(InsertKey request, Caller caller) {
        boolean known = keys.stream().anyMatch(key -> key.kid().equals(request.kid()));
        if (!known && (!request.onlyIfNone() || keys.isEmpty())) {
            keys.add(0, new Key(request.kid(), request.jwk(), now()));
        }
        return done(new Done());
    }

    private Future<SetupState> saveSetup(SaveSetup request, Caller caller) {
        if (admins() == 0) {
            setup = request;
        }
        return done(new SetupState(admins() == 0));
    }

    private Future<Done> checkSetup(CheckSetup request, Caller caller) {
        if (admins() > 0) {
            return refuse("setup-closed", 409, "There is an admin already.");
        }
        return isOffered(request.tokenHash())
                ? done(new Done())
                : refuse("setup-token", 403, "This set-up token is not the one that was offered, or has expired.");
    }

    private Future<User> insertFirstAdmin(InsertFirstAdmin request, Caller caller) {
        if (users.containsKey(request.id())) {
            return done(users.get(request.id()));
        }
        if (admins() > 0) {
            return refuse("setup-closed", 409, "There is an admin already.");
        }
        if (request.setupTokenHash() != null && !isOffered(request.setupTokenHash())) {
            return refuse("setup-token", 403, "This set-up token is not the one that was offered, or has expired.");
        }
        setup = null;
        return done(add(new User(
                request.id(), request.email(), request.passwordHash(), List.of(Caller.ADMIN_ROLE), false, now())));
    }

    private boolean isOffered(String tokenHash) {
        return setup != null
                && setup.tokenHash().equals(tokenHash)
                && Instant.parse(setup.expiresAt()).isAfter(clock.instant());
    }

    private User add(User user) {
        users.put(user.id(), user);
        return user;
    }

    private User byEmail(String email) {
        return users.values().stream()
                .filter(user -> user.email().equalsIgnoreCase(email))
                .findFirst()
                .orElse(null);
    }

    private static boolean isAdmin(User user) {
        return !user.disabled() && user.roles().contains(Caller.ADMIN_ROLE);
    }

    private long admins() {
        return users.values().stream().filter(StorageDouble::isAdmin).count();
    }

    private String now() {
        return clock.instant().toString();
    }

    private static <T> Future<T> noSuchUser() {
        return refuse("not-found", 404, "There is no user with this id.");
    }

    private static <T> Future<T> lastAdmin() {
        return refuse("last-admin", 409, "This is the last admin. Make somebody else an admin first.");
    }

    private static <T> Future<T> done(T answer) {
        return Future.succeededFuture(answer);
    }

    private static <T> Future<T> refuse(String code, int status, String detail) {
        return Future.failedFuture(new Failure(code, status, detail).exception());
    }
}
