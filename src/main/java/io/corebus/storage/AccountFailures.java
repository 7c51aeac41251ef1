package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;

/** Every refusal of the account addresses, and what PostgreSQL calls it. */
final class AccountFailures {
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String LAST_ADMIN = "users_last_admin";

    private AccountFailures() {}

    static FailureException noSuchUser() {
        return refusal("not-found", 404, "There is no user with this id.");
    }

    static FailureException noSuchToken() {
        return refusal("not-found", 404, "There is no API token with this id.");
    }

    static FailureException noSuchSession() {
        return refusal("not-found", 404, "There is no session with this id, or it has ended.");
    }

    static FailureException tooManyTokens() {
        return refusal(
                "too-many-tokens",
                409,
                "A user has at most " + InsertTokenHandler.MAX_TOKENS + " API tokens. Revoke those that nobody uses.");
    }

    static FailureException emailTaken() {
        return refusal("conflict", 409, "The value of email is taken.");
    }

    static FailureException passwordChanged() {
        return refusal("conflict", 409, "The password of this user is another one by now.");
    }

    static FailureException linkedOtherwise() {
        return refusal("conflict", 409, "This user is known to that provider under another name.");
    }

    static FailureException referencedUserMissing() {
        return refusal("reference-not-found", 422, "There is no such user.");
    }

    static FailureException malformedId() {
        return refusal("constraint", 422, "This id is no UUID.");
    }

    static FailureException setupClosed() {
        return refusal("setup-closed", 409, "There is an admin already.");
    }

    static FailureException setupToken() {
        return refusal("setup-token", 403, "This set-up token is not the one that was offered, or has expired.");
    }

    static boolean isOfMissingUser(Throwable cause) {
        return has(cause, FOREIGN_KEY_VIOLATION);
    }

    /** What PostgreSQL refused, as the refusal it stands for. */
    static <T> Future<T> explain(Throwable cause) {
        if (has(cause, FOREIGN_KEY_VIOLATION)) {
            return Future.failedFuture(referencedUserMissing());
        }
        if (cause instanceof PgException refused && LAST_ADMIN.equals(refused.getConstraint())) {
            return Future.failedFuture(lastAdmin());
        }
        return Future.failedFuture(DatabaseFailures.isOfData(cause) ? unstorable() : cause);
    }

    private static FailureException lastAdmin() {
        return refusal("last-admin", 409, "This is the last admin. Make somebody else an admin first.");
    }

    /** A text with a NUL character, for example. */
    private static FailureException unstorable() {
        return refusal("constraint", 422, "The database cannot hold one of these values.");
    }

    private static boolean has(Throwable cause, String state) {
        return cause instanceof PgException refused && refused.getSqlState().equals(state);
    }

    private static FailureException refusal(String code, int status, String detail) {
        return new Failure(code, status, detail).exception();
    }
}
