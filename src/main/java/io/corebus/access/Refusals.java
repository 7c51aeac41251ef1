package io.corebus.access;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import java.util.List;

/** Every refusal of this room, in the words the caller reads. */
final class Refusals {
    private Refusals() {}

    /** Says neither whether the user exists nor whether it is disabled. */
    static FailureException invalidCredentials() {
        return refusal("invalid-credentials", 401, "The e-mail address or the password is wrong.");
    }

    /** One answer for everything a forger might try. */
    static FailureException tokenNotValid() {
        return invalidToken("The access token is not valid. Sign in again to get a new one.");
    }

    static FailureException tokenTooLong() {
        return invalidToken("The access token is longer than 8 KiB. Send it exactly as it was issued.");
    }

    static FailureException tokenExpired() {
        return invalidToken("The access token has expired. Refresh it, or sign in again.");
    }

    static FailureException tokenNotYetValid() {
        return invalidToken("The access token is not valid yet. The clocks of the servers differ: set them.");
    }

    static FailureException sessionEnded() {
        return invalidToken("The session of this access token has ended. Sign in again.");
    }

    static FailureException apiTokenNotValid() {
        return invalidToken("The API token is not valid: it was revoked, or it is incomplete. Issue a new one.");
    }

    static FailureException apiTokenExpired() {
        return invalidToken("The API token has expired. Issue a new one.");
    }

    static FailureException providerNameUnknown() {
        return invalidToken(
                "Nobody here is known by the name that the provider of this access token has for its user. Sign in here with the provider once, in a browser.");
    }

    static FailureException userGone() {
        return invalidToken("The account of this access token is deleted or disabled. Ask an admin.");
    }

    static FailureException refreshTokenNotValid() {
        return invalidToken("The refresh token is not valid, has expired or was used before. Sign in again.");
    }

    static FailureException refreshTokenRequired() {
        return validation(List.of(new FieldFault("/refresh_token", "required", "The refresh token is required.")));
    }

    static FailureException oidcNotConfigured() {
        return refusal("oidc-not-configured", 404, "There is no sign-in with a provider here. Use a password.");
    }

    static FailureException oidcState() {
        return refusal(
                "oidc-state",
                400,
                "This sign-in was begun elsewhere, took too long, or is finished already. Begin again.");
    }

    /** @param detail what is wrong and what to do */
    static FailureException oidcRefused(String detail) {
        return refusal("oidc-refused", 403, detail);
    }

    static FailureException oidcUnavailable() {
        return Failure.unavailable("oidc-unavailable", "The provider of the sign-in does not answer. Try again later.")
                .exception();
    }

    static FailureException unauthenticated() {
        return refusal("unauthenticated", 401, "This needs an access token. Sign in first.");
    }

    /** @param reason one sentence: who may */
    static FailureException forbidden(String reason) {
        return refusal("forbidden", 403, reason);
    }

    /** @param sufficient the scopes of which one would do */
    static FailureException insufficientScope(Caller caller, String sufficient) {
        return refusal(
                "insufficient-scope",
                403,
                "This takes a token with the scope " + sufficient + "; yours has " + String.join(", ", caller.scopes())
                        + ".");
    }

    static FailureException userDisabled() {
        return refusal("user-disabled", 409, "This user is disabled. Let it in again first.");
    }

    static FailureException noSuchUser() {
        return refusal("not-found", 404, "There is no user with this id.");
    }

    static FailureException noSuchAddress() {
        return refusal("not-found", 404, "There is no user with this e-mail address.");
    }

    static FailureException setupToken() {
        return refusal(
                "setup-token", 403, "The set-up link is not valid or has expired. Restart a node to get a new one.");
    }

    static FailureException setupClosed() {
        return refusal("setup-closed", 409, "There is an admin already. Sign in, or ask an admin for an account.");
    }

    static FailureException emailTaken() {
        String detail = "There is a user with this e-mail address already.";
        List<FieldFault> errors = List.of(new FieldFault("/email", "unique", detail));
        return new Failure("conflict", 409, detail, errors, null, null).exception();
    }

    static FailureException validation(List<FieldFault> errors) {
        FieldFault first = errors.get(0);
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        String detail = first.pointer().isEmpty() ? first.detail() : first.pointer() + ": " + first.detail();
        return new Failure("validation", 422, detail + more, errors, null, null).exception();
    }

    static FailureException tooManyPasswords() {
        return Failure.unavailable("overloaded", "Too many passwords wait to be checked. Try again in a second.")
                .exception();
    }

    static boolean is(Throwable cause, String code) {
        return FailureException.of(cause).code().equals(code);
    }

    private static FailureException invalidToken(String detail) {
        return refusal("invalid-token", 401, detail);
    }

    private static FailureException refusal(String code, int status, String detail) {
        return new Failure(code, status, detail).exception();
    }
}
