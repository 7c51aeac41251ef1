package io.corebus.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.Features;
import io.corebus.feature.MergePatch;
import io.corebus.feature.StrictJson;
import io.corebus.storage.HookMessages;
import io.corebus.storage.HookMessages.DeleteHook;
import io.corebus.storage.HookMessages.FindHook;
import io.corebus.storage.HookMessages.FoundHook;
import io.corebus.storage.HookMessages.Hook;
import io.corebus.storage.HookMessages.HookPage;
import io.corebus.storage.HookMessages.HookSettings;
import io.corebus.storage.HookMessages.InsertHook;
import io.corebus.storage.HookMessages.ListHooks;
import io.corebus.storage.HookMessages.RotateSecret;
import io.corebus.storage.HookMessages.UpdateHook;
import io.corebus.webhook.WebhookMessages.CreateWebhook;
import io.corebus.webhook.WebhookMessages.DeleteWebhook;
import io.corebus.webhook.WebhookMessages.Deleted;
import io.corebus.webhook.WebhookMessages.GetWebhook;
import io.corebus.webhook.WebhookMessages.ListWebhooks;
import io.corebus.webhook.WebhookMessages.PatchWebhook;
import io.corebus.webhook.WebhookMessages.RotateWebhookSecret;
import io.corebus.webhook.WebhookMessages.Webhook;
import io.corebus.webhook.WebhookMessages.WebhookChanged;
import io.corebus.webhook.WebhookMessages.WebhookPage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Making, showing, changing and deleting webhooks. */
final class Administration {
    private static final Set<String> CREATION = with(HookForm.SETTINGS, "since", "secret");
    private static final Set<String> ROTATION = Set.of("secret");
    private static final int MAX_PATCHES = 5;

    private final Bus bus;
    private final Features features;
    private final SealedJournal journal;
    private final WebhookConfig config;

    Administration(Bus bus, Features features, SealedJournal journal, WebhookConfig config) {
        this.bus = bus;
        this.features = features;
        this.journal = journal;
        this.config = config;
    }

    private static Set<String> with(Set<String> names, String... more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }

    Future<Webhook> create(CreateWebhook request, Caller caller) {
        HookForm form = new HookForm(StrictJson.parseObject(request.body().utf8()), CREATION);
        HookSettings settings = form.settings(this::isFeature);
        String secret = form.secret();
        Long since = form.since();
        return understood(form, settings, caller)
                .compose(good -> journal.head())
                .map(head -> cursor(form, since, head))
                .map(cursor -> new InsertHook(request.id(), settings, secret, cursor, config.maxHooks()))
                .compose(command -> bus.request(HookMessages.INSERT_HOOK, command, caller))
                .onSuccess(made -> changed(made.id()))
                .map(made -> new Webhook(made.id(), HookJson.shownWithSecret(made)));
    }

    private static long cursor(HookForm form, @Nullable Long since, long head) {
        long cursor = form.since(since, head);
        form.requireValid();
        return cursor;
    }

    private boolean isFeature(String name) {
        return features.find(name) != null;
    }

    /** Whether every feature has the fields of the filter. */
    private Future<Void> understood(HookForm form, HookSettings settings, Caller caller) {
        form.requireValid();
        return Selection.of(settings, features, bus, caller)
                .<Void>mapEmpty()
                .recover(refused -> refuseFilter(form, refused));
    }

    private static Future<Void> refuseFilter(HookForm form, Throwable refused) {
        Failure failure = FailureException.of(refused);
        if (failure.status() != 400) {
            return Future.failedFuture(refused);
        }
        form.fault("/filter", failure.code(), failure.detail());
        form.requireValid();
        return Future.succeededFuture();
    }

    /** Those who send look at it at once. */
    void changed(String id) {
        bus.publish(WebhookMessages.CHANGED, new WebhookChanged(id));
    }

    Future<Hook> find(String id, Caller caller) {
        return bus.request(HookMessages.FIND_HOOK, new FindHook(id), caller).map(Administration::required);
    }

    private static Hook required(FoundHook found) {
        Hook hook = found.hook();
        if (hook == null) {
            throw new Failure("not-found", 404, "There is no webhook with this id.").exception();
        }
        return hook;
    }

    Future<Webhook> get(GetWebhook request, Caller caller) {
        return find(request.id(), caller)
                .compose(hook -> stalledReason(hook, caller)
                        .map(reason -> new Webhook(hook.id(), HookJson.shown(hook, reason))));
    }

    /** Null where it gets on, as far as its settings go, or nobody can tell now. */
    private Future<@Nullable String> stalledReason(Hook hook, Caller caller) {
        return Selection.of(hook.settings(), features, bus, caller)
                .<@Nullable String>map(understood -> null)
                .otherwise(refused -> Selection.isSenseless(refused)
                        ? FailureException.of(refused).detail()
                        : null);
    }

    Future<WebhookPage> list(ListWebhooks request, Caller caller) {
        ListHooks question = new ListHooks(Pages.limit(request.limit()), Pages.id(request.after()));
        return bus.request(HookMessages.LIST_HOOKS, question, caller).compose(page -> shown(page, caller));
    }

    /** One hook after the other is asked about, so that a page of many asks no more at a time than one hook does. */
    private Future<WebhookPage> shown(HookPage page, Caller caller) {
        List<@Nullable String> reasons = new ArrayList<>();
        Future<?> asked = Future.succeededFuture();
        for (Hook hook : page.hooks()) {
            asked = asked.compose(before -> stalledReason(hook, caller)).onSuccess(reasons::add);
        }
        return asked.map(all -> new WebhookPage(HookJson.shown(page.hooks(), reasons), page.next()));
    }

    Future<Webhook> patch(PatchWebhook request, Caller caller) {
        ObjectNode patch = StrictJson.parseObject(request.patch().utf8());
        new HookForm(patch, HookForm.SETTINGS).requireValid();
        return patch(request.id(), patch, caller, 1).map(hook -> new Webhook(hook.id(), HookJson.shown(hook)));
    }

    /** Again where somebody was faster. */
    private Future<Hook> patch(String id, ObjectNode patch, Caller caller, int attempt) {
        return find(id, caller)
                .compose(hook -> patch(hook, patch, caller))
                .recover(failed -> FailureException.of(failed).status() == 412 && attempt < MAX_PATCHES
                        ? patch(id, patch, caller, attempt + 1)
                        : Future.failedFuture(failed));
    }

    private Future<Hook> patch(Hook hook, ObjectNode patch, Caller caller) {
        if (isSwitchOff(patch)) {
            return update(hook, off(hook.settings()), caller);
        }
        HookForm form = new HookForm(MergePatch.apply(HookJson.settings(hook.settings()), patch), HookForm.SETTINGS);
        HookSettings settings = form.settings(this::isFeature);
        return understood(form, settings, caller).compose(good -> update(hook, settings, caller));
    }

    /** Whatever else has become wrong about it, as where a feature is gone: that it is to stop needs no more. */
    private static boolean isSwitchOff(ObjectNode patch) {
        return patch.size() == 1
                && patch.path("active").isBoolean()
                && !patch.path("active").booleanValue();
    }

    private static HookSettings off(HookSettings now) {
        return new HookSettings(now.url(), now.features(), now.kinds(), now.filter(), now.description(), false);
    }

    private Future<Hook> update(Hook hook, HookSettings settings, Caller caller) {
        UpdateHook command = new UpdateHook(hook.id(), hook.version(), settings);
        return bus.request(HookMessages.UPDATE_HOOK, command, caller).onSuccess(changed -> changed(changed.id()));
    }

    Future<Deleted> delete(DeleteWebhook request, Caller caller) {
        return bus.request(HookMessages.DELETE_HOOK, new DeleteHook(request.id()), caller)
                .onSuccess(done -> changed(request.id()))
                .map(new Deleted());
    }

    Future<Webhook> rotate(RotateWebhookSecret request, Caller caller) {
        HookForm form = new HookForm(StrictJson.parseObject(request.body().utf8()), ROTATION);
        RotateSecret command = new RotateSecret(
                request.id(), form.secret(), config.secretOverlap().toMillis());
        form.requireValid();
        return bus.request(HookMessages.ROTATE_SECRET, command, caller)
                .onSuccess(hook -> changed(hook.id()))
                .map(hook -> new Webhook(hook.id(), HookJson.shownWithSecret(hook)));
    }
}
