import {element, prose} from '/pages/dom.js';
import {tree} from '/pages/schema.js';
import {number, parse, same} from './exact.js';
import {limits} from './limits.js';
import {isNothing, textOf} from './values.js';

/** What fits into one line is typed into one. */
const LINE_CHARACTERS = 200;
/** A text opens its field so far; more is scrolled. */
const MOST_LINES = 14;
const FEW_CHARACTERS = 2000;
const NO_VALUE = 'no value';

/** What somebody typed is no value of its type. */
export class Malformed extends Error {}

/** One field of a form: its label, what it is typed into, and what is wrong with it. */
export class Field {
  given = null;

  /** @param field of a feature; @param required whether there must be a value */
  constructor(field, {required, id, writable = true, beside = null}) {
    this.name = field.name;
    this.schema = field.schema;
    this.required = required;
    this.type = typeOf(field, required);
    this.input = this.type.make(this);
    this.id = id + '-' + field.name;
    this.input.id = this.id;
    this.writable = writable;
    this.input.disabled = !writable;
    this.input.setAttribute('aria-describedby', this.id + '-about ' + this.id + '-fault');
    if (required) {
      this.input.setAttribute('aria-required', 'true');
    }
    this.fault = element('p', {class: 'fault', id: this.id + '-fault', hidden: true});
    this.note = element('div', {class: 'note', hidden: true});
    this.element = element('div', {class: 'field', 'data-field': field.name},
        element('label', {for: this.id, class: required ? 'needed' : null}, field.schema.title ?? field.name),
        element('div', {}, this.input, beside?.(this), this.fault, this.note,
            element('small', {id: this.id + '-about'}, prose(about(field, this.type))),
            shape(field)));
  }

  /** Shows a value, which counts as untouched. */
  set(value) {
    this.fit(value);
    this.value = value;
    this.given = null;
    this.type.write(this.input, value);
    this.untouched = this.input.value;
    this.onShown?.();
  }

  /** A line would lose the line breaks of a text, however short it may be. */
  fit(value) {
    if (this.type !== LINE || !/[\r\n]/.test(value ?? '')) {
      return;
    }
    this.type = TEXT;
    const line = this.input;
    this.input = TEXT.make(this);
    for (const {name, value: text} of line.attributes) {
      if (name === 'id' || name === 'disabled' || name.startsWith('aria-')) {
        this.input.setAttribute(name, text);
      }
    }
    line.replaceWith(this.input);
  }

  /** Another value is there now; what was typed stays as it is, also half a date, which has no text that could be put back. */
  rebase(value) {
    const other = this.input.cloneNode(true);
    this.type.write(other, value);
    this.value = value;
    this.untouched = other.value;
  }

  /** Puts a value in as if it were typed. Unless somebody changes it, it is read as it was given: an input may not hold all of it. */
  give(value) {
    this.fit(value);
    this.type.write(this.input, value);
    this.given = {value, text: this.input.value};
    this.onShown?.();
  }

  /** A date of which a part is missing: the browser tells no text of it. */
  get half() {
    return this.input.validity.badInput;
  }

  /** What stands in the input, to be compared. */
  get text() {
    return this.half ? null : this.input.value;
  }

  get asGiven() {
    return this.given !== null && this.text === this.given.text;
  }

  get dirty() {
    return this.asGiven ? !same(this.given.value ?? null, this.value ?? null) : this.text !== this.untouched;
  }

  /** @return undefined where nothing is there; what is typed otherwise @throws Malformed */
  read() {
    if (this.half) {
      throw new Malformed('This is not complete: fill in all of its parts, or none.');
    }
    if (this.asGiven) {
      return isNothing(this.given.value) ? undefined : this.given.value;
    }
    if (!this.dirty) {
      return isNothing(this.value) ? undefined : this.value;
    }
    return this.type.read(this.input.value, this);
  }

  isNow(value) {
    return same(this.value ?? null, value ?? null);
  }

  tellFault(text) {
    this.fault.textContent = text ?? '';
    this.fault.hidden = !text;
    this.input.toggleAttribute('aria-invalid', Boolean(text));
    if (text) {
      this.input.setAttribute('aria-invalid', 'true');
    }
  }

  tellNote(...content) {
    this.note.replaceChildren(...content);
    this.note.hidden = content.length === 0;
  }
}

function about(field, type) {
  const parts = [field.schema.description, limits(field.schema, field.kind), type.hint].filter(Boolean);
  return parts.map(part => part.replace(/\.$/, '').replace(/^./, first => first.toUpperCase()) + '.').join(' ');
}

/** What belongs into a text of JSON. */
function shape(field) {
  const members = ['object', 'array'].includes(field.kind) ? tree({}, field.schema) : null;
  return members && element('details', {}, element('summary', {}, 'What belongs in it'), members);
}

const LINE = {
  make: () => element('input', {type: 'text', autocomplete: 'off', spellcheck: 'false'}),
  write: (input, value) => { input.value = isNothing(value) ? '' : textOf(value); },
  read: (text, field) => text === '' && !field.required ? undefined : text,
};

const TEXT = {
  ...LINE,
  make: () => element('textarea', {class: 'text'}),
  // Whose lines end with CR LF, as it was written elsewhere, has them again: the input knows no CR.
  read: (text, field) => LINE.read(/\r\n/.test(field.value ?? '') ? text.replaceAll('\n', '\r\n') : text, field),
  write: (input, value) => {
    LINE.write(input, value);
    input.rows = Math.min(MOST_LINES, 1 + input.value.slice(0, FEW_CHARACTERS).split('\n').length + Math.floor(input.value.length / 90));
  },
};

const NUMBER = {
  ...LINE,
  make: field => element('input', {type: 'text', inputmode: field.schema.type === 'integer' ? 'numeric' : 'decimal', autocomplete: 'off'}),
  read: text => {
    const typed = text.trim();
    const value = number(typed);
    if (typed !== '' && value === undefined) {
      throw new Malformed('This is no number: digits, and a point where there are decimals.');
    }
    return value;
  },
};

const JSON_TEXT = {
  make: () => element('textarea', {rows: '5', spellcheck: 'false'}),
  hint: 'As JSON',
  write: LINE.write,
  read: text => {
    if (text.trim() === '') {
      return undefined;
    }
    try {
      return parse(text);
    } catch (problem) {
      throw new Malformed('This is no JSON: ' + problem.message);
    }
  },
};

/** Words are typed one behind the other; none of ours has a blank or a comma in it. */
const WORDS = {
  ...LINE,
  hint: 'With blanks between them',
  write: (input, value) => { input.value = (value ?? []).join(' '); },
  read: text => {
    const words = text.split(/[\s,]+/).filter(Boolean);
    return words.length ? words : undefined;
  },
};

const SECRET = {...LINE, make: () => element('input', {type: 'password', autocomplete: 'new-password'})};

const CHOICE = {
  make: field => {
    const values = (field.schema.enum ?? [true, false]).filter(value => value !== null);
    field.options = new Map([['', undefined], ...values.map(value => [JSON.stringify(value), value])]);
    return element('select', {}, [...field.options].map(([key, value]) =>
        element('option', {value: key}, value === undefined ? (field.required ? 'Choose …' : NO_VALUE) : named(value))));
  },
  write: (input, value) => {
    const key = isNothing(value) ? '' : JSON.stringify(value);
    if (![...input.options].some(option => option.value === key)) {
      // A value that the schema does not have any more.
      input.append(element('option', {value: key}, named(value)));
    }
    input.value = key;
  },
  read: key => key === '' ? undefined : JSON.parse(key),
};

function named(value) {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

const DAY = {...LINE, make: () => element('input', {type: 'date'}), read: text => text || undefined};

const MOMENT = {
  make: () => element('input', {type: 'datetime-local', step: 'any'}),
  hint: 'In your own time',
  write: (input, value) => {
    const date = new Date(value ?? NaN);
    // The input wants local time without a zone.
    const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
    input.value = Number.isNaN(local.getTime()) ? '' : local.toISOString().slice(0, -1).replace(/\.000$/, '');
  },
  read: text => text === '' ? undefined : new Date(text).toISOString(),
};

function typeOf(field) {
  if (field.schema.enum || field.kind === 'boolean') {
    return CHOICE;
  }
  if (field.kind === 'integer' || field.kind === 'number') {
    return NUMBER;
  }
  if (field.kind !== 'string') {
    return field.kind === 'words' ? WORDS : JSON_TEXT;
  }
  if (field.format === 'password') {
    return SECRET;
  }
  if (field.format === 'date-time' || field.format === 'date') {
    return field.format === 'date' ? DAY : MOMENT;
  }
  const long = (field.schema.maxLength ?? Infinity) > LINE_CHARACTERS;
  return long && !field.format && !field.schema.pattern ? TEXT : LINE;
}
