/**
 * Owns: webhooks: which there are, what each wants, the sending and its repeats.
 * Listens on: {@link io.corebus.webhook.WebhookMessages}, {@link io.corebus.audit.AuditMessages#SEALED}.
 * Publishes: {@link io.corebus.webhook.WebhookMessages#CHANGED}.
 * Never does: change a resource, or keep what was sent.
 */
package io.corebus.webhook;
