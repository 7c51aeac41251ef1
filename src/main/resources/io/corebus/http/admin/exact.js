/** A number that JavaScript would change by reading it: one of more than 15 digits, or an amount with its zeros. */
export class Exact {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }

  toJSON() {
    return JSON.rawJSON ? JSON.rawJSON(this.text) : Number(this.text);
  }
}

function kept(key, value, context) {
  const changed = typeof value === 'number' && context?.source !== undefined && String(value) !== context.source;
  return changed ? new Exact(context.source) : value;
}

/** JSON whose numbers stay as they were written, in browsers that can tell how that was. */
export function parse(text) {
  return JSON.parse(text, kept);
}

/** As somebody typed it; undefined where it is none. */
export function number(text) {
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) {
    return undefined;
  }
  return String(Number(text)) === text ? Number(text) : new Exact(text);
}

/** Whether two values are the same JSON. */
export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
