package io.corebus.access;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.storage.IdentityMessages.ApiToken;
import io.corebus.storage.IdentityMessages.ApiTokens;
import io.corebus.storage.IdentityMessages.DeleteToken;
import io.corebus.storage.IdentityMessages.FindLinked;
import io.corebus.storage.IdentityMessages.FindToken;
import io.corebus.storage.IdentityMessages.ForeignIdentities;
import io.corebus.storage.IdentityMessages.ForeignIdentity;
import io.corebus.storage.IdentityMessages.FoundToken;
import io.corebus.storage.IdentityMessages.InsertToken;
import io.corebus.storage.IdentityMessages.LinkUser;
import io.corebus.storage.IdentityMessages.ListIdentities;
import io.corebus.storage.IdentityMessages.ListTokens;
import io.corebus.storage.IdentityMessages.TouchToken;
import io.corebus.storage.IdentityMessages.UnlinkUser;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.storage.StorageMessages.FoundUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** API tokens and identities elsewhere, in memory. */
final class IdentitiesDouble {
    private final Map<String, User> users;
    private final Clock clock;
    private final Map<String, ApiToken> tokens = new ConcurrentSkipListMap<>();
    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    /** Oldest first; guarded by itself. */
    private final Map<FindLinked, Link> links = new LinkedHashMap<>();

    private final Set<String> revocations = ConcurrentHashMap.newKeySet();
    /** Links that were made, and taken away, by trace and what they were about. */
    private final Set<String> linkings = ConcurrentHashMap.newKeySet();

    private final Set<String> unlinkings = ConcurrentHashMap.newKeySet();

    private record Link(String user, String createdAt) {
        boolean isOf(String other) {
            return user.equals(other);
        }
    }

    IdentitiesDouble(Map<String, User> users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    Future<ApiToken> insertToken(InsertToken request, Caller caller) {
        if (hashes.containsKey(request.hash())) {
            return Future.succeededFuture(tokens.get(hashes.get(request.hash())));
        }
        if (!users.containsKey(request.user())) {
            return refuse("not-found", 404, "There is no user with this id.");
        }
        if (of(request.user()).size() >= 100) {
            return refuse("too-many-tokens", 409, "A user has at most 100 API tokens. Revoke those that nobody uses.");
        }
        ApiToken token = new ApiToken(
                request.id(),
                request.user(),
                request.prefix(),
                request.name(),
                request.scopes(),
                request.rate(),
                clock.instant().toString(),
                request.expiresAt(),
                null);
        tokens.put(token.id(), token);
        hashes.put(request.hash(), token.id());
        return Future.succeededFuture(token);
    }

    Future<FoundToken> findToken(FindToken request, Caller caller) {
        String id = hashes.get(request.hash());
        return Future.succeededFuture(new FoundToken(id == null ? null : tokens.get(id)));
    }

    Future<ApiTokens> listTokens(ListTokens request, Caller caller) {
        return Future.succeededFuture(new ApiTokens(of(request.user())));
    }

    private List<ApiToken> of(String user) {
        return tokens.values().stream()
                .filter(token -> token.user().equals(user))
                .toList();
    }

    Future<Done> deleteToken(DeleteToken request, Caller caller) {
        String command = caller.trace() + request.id();
        ApiToken token = tokens.get(request.id());
        boolean there = token != null && token.user().equals(request.user());
        if (!there && !revocations.contains(command)) {
            return refuse("not-found", 404, "There is no API token with this id.");
        }
        tokens.remove(request.id());
        revocations.add(command);
        return Future.succeededFuture(new Done());
    }

    Future<Done> touchToken(TouchToken request, Caller caller) {
        tokens.computeIfPresent(request.id(), (id, token) -> touched(token));
        return Future.succeededFuture(new Done());
    }

    private ApiToken touched(ApiToken token) {
        return new ApiToken(
                token.id(),
                token.user(),
                token.prefix(),
                token.name(),
                token.scopes(),
                token.rate(),
                token.createdAt(),
                token.expiresAt(),
                clock.instant().toString());
    }

    Future<FoundUser> findLinked(FindLinked request, Caller caller) {
        synchronized (links) {
            Link link = links.get(request);
            return Future.succeededFuture(new FoundUser(link == null ? null : users.get(link.user())));
        }
    }

    Future<ForeignIdentities> listIdentities(ListIdentities request, Caller caller) {
        synchronized (links) {
            return Future.succeededFuture(new ForeignIdentities(links.entrySet().stream()
                    .filter(link -> link.getValue().isOf(request.user()))
                    .map(link -> identity(link.getKey(), link.getValue()))
                    .toList()));
        }
    }

    private static ForeignIdentity identity(FindLinked name, Link link) {
        return new ForeignIdentity(name.issuer(), name.subject(), link.createdAt());
    }

    Future<Done> linkUser(LinkUser request, Caller caller) {
        FindLinked name = new FindLinked(request.issuer(), request.subject());
        String command = caller.trace() + name;
        synchronized (links) {
            if (links.containsKey(name) || linkings.contains(command)) {
                return Future.succeededFuture(new Done());
            }
            if (isLinkedAt(request.issuer(), request.user())) {
                return refuse("conflict", 409, "This user is known to that provider under another name.");
            }
            links.put(name, new Link(request.user(), clock.instant().toString()));
            linkings.add(command);
        }
        return Future.succeededFuture(new Done());
    }

    private boolean isLinkedAt(String issuer, String user) {
        return links.entrySet().stream()
                .anyMatch(link ->
                        link.getKey().issuer().equals(issuer) && link.getValue().isOf(user));
    }

    Future<Done> unlinkUser(UnlinkUser request, Caller caller) {
        String command = caller.trace() + request.user();
        synchronized (links) {
            if (unlinkings.contains(command)) {
                return Future.succeededFuture(new Done());
            }
            if (!users.containsKey(request.user())) {
                return refuse("not-found", 404, "There is no user with this id.");
            }
            if (links.values().removeIf(link -> link.isOf(request.user()))) {
                unlinkings.add(command);
            }
        }
        return Future.succeededFuture(new Done());
    }

    /** Under how many names providers know the user. */
    long links(String user) {
        synchronized (links) {
            return links.values().stream().filter(link -> link.isOf(user)).count();
        }
    }

    void forget(String user) {
        tokens.values().removeIf(token -> token.user().equals(user));
        synchronized (links) {
            links.values().removeIf(link -> link.isOf(user));
        }
    }

    private static <T> Future<T> refuse(String code, int status, String detail) {
        return Future.failedFuture(new Failure(code, status, detail).exception());
    }
}
