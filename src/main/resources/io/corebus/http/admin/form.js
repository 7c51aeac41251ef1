import {button, element} from '/pages/dom.js';
import {Field, Malformed} from './fields.js';
import {tell} from './notices.js';
import {merging, Unsayable} from './patch.js';
import {brief, isNothing} from './values.js';

let forms = 0;

/** What is said to whoever saves what somebody else has changed meanwhile. @param both whether both changed the same */
export function overtaken(who, version, both) {
  return who + ' changed this while you had it open: it has version ' + version + ' now. '
      + (both ? 'Look at the fields that both of you changed, and save again.' : 'What was changed is marked; save again to keep both.');
}

/** The fields of a resource, made from the schema of the API document. */
export class RecordForm {
  /**
   * @param fields as of a feature
   * @param required names of those that must have a value
   * @param writable names of those that may be written; left out: all
   * @param beside makes what stands next to a field, where there is something
   */
  constructor(fields, {required = [], writable = null, beside = null} = {}) {
    const id = 'form-' + ++forms;
    this.fields = fields.map(field => new Field(field, {
      id,
      required: required.includes(field.name),
      writable: writable === null || writable === undefined || writable.includes(field.name),
      beside: beside && (made => beside(field, made)),
    }));
    this.element = element('div', {class: 'fields'}, this.fields.map(field => field.element));
  }

  field(name) {
    return this.fields.find(field => field.name === name);
  }

  /** Shows a resource, or the defaults of a new one. */
  fill(record) {
    for (const field of this.fields) {
      field.set(record ? record[field.name] : field.schema.default);
      field.tellFault(null);
      field.tellNote();
    }
  }

  /** Puts the values of a resource in as if they were typed: what it does not have, is not to be there. */
  type(record) {
    for (const field of this.fields.filter(one => one.writable)) {
      field.give(record[field.name]);
    }
  }

  /** As {@link changes}, for the button that saves them; null also where it is at it already, or where there is nothing to save, which is said. */
  changesFor(saver) {
    const changes = this.changes();
    if (!changes || saver.disabled) {
      return null;
    }
    if (!Object.keys(changes).length) {
      tell('Nothing is changed.');
      return null;
    }
    return changes;
  }

  /** What stands in the inputs now, to be told to saved(). */
  texts() {
    return new Map(this.fields.map(field => [field, field.text]));
  }

  /**
   * Shows what was saved. What was typed while the request was under way stays, and is still to be saved.
   *
   * @param texts what stood here when it was sent; null where nothing of it was sent
   */
  saved(record, texts) {
    for (const field of this.fields) {
      if (texts ? field.text !== texts.get(field) : field.dirty) {
        field.rebase(record[field.name]);
      } else {
        field.set(record[field.name]);
        field.tellFault(null);
      }
      field.tellNote();
    }
  }

  get dirty() {
    return this.fields.some(field => field.dirty);
  }

  /** For a create: all but what is left to the server. @return null where something is malformed */
  created() {
    return this.collect(field => {
      if (!field.writable) {
        return undefined;
      }
      const value = field.read();
      if (!field.dirty) {
        // The server fills in its default by itself.
        return field.required ? value : undefined;
      }
      return value ?? (isNothing(field.schema.default) ? undefined : null);
    });
  }

  /** For a merge patch: what was changed here, and nothing else. @return null where something is malformed */
  changes() {
    return this.collect(field => field.dirty ? merging(field.value, field.read()) ?? null : undefined);
  }

  collect(read) {
    const values = {};
    let malformed = null;
    for (const field of this.fields) {
      field.tellFault(null);
      try {
        const value = read(field);
        if (value !== undefined) {
          values[field.name] = value;
        }
      } catch (problem) {
        if (!(problem instanceof Malformed || problem instanceof Unsayable)) {
          throw problem;
        }
        field.tellFault(problem.message);
        malformed ??= field;
      }
    }
    malformed?.input.focus();
    return malformed ? null : values;
  }

  /** Shows each fault at its field. @return those that belong to none */
  tellFaults(errors) {
    const others = [];
    let first = null;
    for (const error of errors) {
      const [name, ...inside] = error.pointer.split('/').slice(1).map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
      const field = this.field(name);
      if (field) {
        const place = inside.length ? inside.map(part => /^\d+$/.test(part) ? 'item ' + (Number(part) + 1) : part).join(' › ') + ': ' : '';
        field.tellFault([field.fault.textContent, place + error.detail].filter(Boolean).join(' '));
        first ??= field;
      } else {
        others.push(error);
      }
    }
    first?.input.focus();
    return others;
  }

  /** Sends what is in the form; faults are shown at their fields, and thrown all the same. */
  async sent(send) {
    try {
      return await send();
    } catch (refusal) {
      if (refusal.errors?.length) {
        refusal.errors = this.tellFaults(refusal.errors);
      }
      throw refusal;
    }
  }

  /**
   * Somebody else was faster: fields that were not touched here show what is there now; those that were keep what was typed, and say so.
   *
   * @return whether anything that was typed here was changed there, too
   */
  rebase(current) {
    let both = false;
    for (const field of this.fields) {
      const theirs = current[field.name];
      if (field.isNow(theirs)) {
        continue;
      }
      const before = field.value;
      if (field.dirty) {
        both = true;
        field.rebase(theirs);
        field.tellNote('Changed by somebody else meanwhile, to ', element('q', {}, brief(theirs)), '. What you typed is still here. ',
            button('Take theirs', () => {
              field.set(theirs);
              field.tellNote();
              field.input.focus();
            }));
      } else {
        field.set(theirs);
        field.tellNote('Changed by somebody else meanwhile. It was ', element('q', {}, brief(before)), '.');
      }
    }
    return both;
  }
}
