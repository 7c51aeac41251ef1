package io.corebus.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A named action that somebody asks for.
 *
 * @param action its name in the descriptor
 * @param draft the resource: {@link Draft#before} as it is, {@link Draft#fields} its declared fields. What they are when the action is done is checked against the
 *     schema and written, in one transaction with the entry that tells of the action; where nothing of them was changed, the resource stays as it is
 * @param input what the action was given, checked against its schema; empty where it takes nothing
 */
public record ActionCall(String action, Draft draft, ObjectNode input) {}
