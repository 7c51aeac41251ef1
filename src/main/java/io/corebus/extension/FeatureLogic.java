package io.corebus.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Business logic of one feature, beyond what its descriptor says. The descriptor names the class ({@code logic: com.acme.InvoiceLogic}); the class has a public
 * constructor without parameters and is listed, as {@link java.util.ServiceLoader} wants it, in {@code META-INF/services/io.corebus.extension.FeatureLogic} of a
 * jar in {@code extensions/}. There are several objects of it in a process, each used by one thread at a time, so fields of it need no lock, and are no place for
 * what has to be known everywhere.
 *
 * <p>A method may block its thread, or answer with a future: neither holds up anybody but others who wait for logic. It must not wait in its thread for a future of
 * {@link LogicContext}, whose answer comes on that thread: return it. It has {@code logic.timeout} for its answer.
 *
 * <p>{@code before} methods are called when the caller's rights and the schema are checked, whatever door the command came through, also for each item of a
 * batch, each line of an import, a restored version and a dry run. They may change the draft, or refuse it with a {@link LogicRefusal}. <b>They may be called more
 * than once for one change</b>, where somebody else was faster or a node died: what they change elsewhere would happen again, so leave that to
 * {@link #afterCommit}. Any other exception means that nothing is written, and the caller gets {@code logic-failed} 500.
 */
public interface FeatureLogic {

    /** Before a resource is created, or a deleted one is restored. */
    default Future<Void> beforeCreate(Draft draft, LogicContext context) {
        return Future.succeededFuture();
    }

    /** Before a resource is changed: by a replacement, a patch, or an earlier version that is restored. */
    default Future<Void> beforeUpdate(Draft draft, LogicContext context) {
        return Future.succeededFuture();
    }

    /** Before a resource is deleted. */
    default Future<Void> beforeDelete(Resource current, LogicContext context) {
        return Future.succeededFuture();
    }

    /**
     * Does an action that the descriptor declares under {@code actions}. Like the {@code before} methods it may change the draft or refuse, and may be called more
     * than once for one action. It has {@code logic.act-timeout}, or the {@code timeout} of the action in the descriptor; one with more than 10 s is always done as a job, and
     * may tell with {@link LogicContext#progress} how far it is.
     *
     * @return what the action answers, as its {@code output} says; null: nothing
     */
    default Future<@Nullable ObjectNode> act(ActionCall call, LogicContext context) {
        throw new UnsupportedOperationException("There is nothing that does the action " + call.action() + ".");
    }

    /**
     * After a change is durable and sealed: at least once for each, in the order of the changes of the feature, from the journal, so that no crash can lose one.
     * One that fails is tried again, and holds up those behind it meanwhile; after {@code logic.max-attempts} it is given up, with an entry in the audit trail.
     */
    default Future<Void> afterCommit(Change change, LogicContext context) {
        return Future.succeededFuture();
    }
}
