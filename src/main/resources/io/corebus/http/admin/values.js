import {button, element} from '/pages/dom.js';
import {Exact} from './exact.js';

/** So much of a text is in a cell of a table. */
const CELL_CHARACTERS = 80;
/** So much of a text is shown before somebody asks for more: a megabyte at once would hold the browser up. */
const FIRST_CHARACTERS = 5000;

const NOTHING = '–';

export function cut(text, most = CELL_CHARACTERS) {
  return text.length > most ? text.slice(0, most) + ' …' : text;
}

export function isNothing(value) {
  return value === undefined || value === null;
}

/** The text of a value: what is no text itself is JSON. */
export function textOf(value) {
  if (typeof value === 'string') {
    return value;
  }
  return value instanceof Exact || typeof value === 'number' ? String(value) : JSON.stringify(value, null, 2);
}

export function nothing() {
  return element('span', {class: 'quiet', 'aria-label': 'no value'}, NOTHING);
}

/** A moment in the time of who looks, and as it was told on asking. */
export function moment(text, timeStyle = 'medium') {
  const date = new Date(text);
  const shown = Number.isNaN(date.getTime()) ? text : date.toLocaleString(undefined, {dateStyle: 'medium', timeStyle});
  return element('time', {datetime: text, title: text}, shown);
}

/** In a cell of a table: short, whatever it is. */
export function brief(value, field = {}) {
  if (isNothing(value)) {
    return nothing();
  }
  if (field.format === 'date-time') {
    return moment(value, 'short');
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  if (typeof value === 'object' && !(value instanceof Exact)) {
    return element('code', {}, cut(JSON.stringify(value)));
  }
  return cut(String(value));
}

/** As a whole, the end of what is long only on asking. */
export function whole(value, field = {}) {
  if (isNothing(value) || typeof value === 'boolean') {
    return brief(value, field);
  }
  if (field.format === 'date-time') {
    return moment(value);
  }
  const text = textOf(value);
  const plain = typeof value === 'string' && !text.includes('\n') && text.length <= CELL_CHARACTERS;
  if (plain || typeof value === 'number' || value instanceof Exact) {
    return text;
  }
  const shown = element('pre', {tabindex: '0', 'aria-label': field.name ?? 'Value'}, text.slice(0, FIRST_CHARACTERS));
  if (text.length <= FIRST_CHARACTERS) {
    return shown;
  }
  const more = button('Show all ' + text.length.toLocaleString() + ' characters', () => {
    shown.textContent = text;
    more.remove();
  });
  return [shown, more];
}

/** A resource of another feature: what it is called where that is known, and the way to it. */
export function referenceLink(feature, id, record = null) {
  const name = feature && record ? feature.nameOf(record) : id;
  return feature ? element('a', {href: '#/features/' + feature.name + '/' + id, title: id}, cut(name, 40)) : element('code', {}, id);
}

/** As a link that says what the resource is called as soon as that is known. What may not be read is in no list, and keeps its id. */
export function namedReference(app, feature, id) {
  const link = referenceLink(feature, id);
  if (feature?.may('read') && feature.named) {
    app.client.get(feature.path, {filter: 'id==' + id, fields: feature.named, limit: 1})
        .then(page => page.data.length && link.replaceChildren(cut(feature.nameOf(page.data[0]), 40)))
        .catch(() => {});
  }
  return link;
}

/** What stands in a list of terms. */
export function pairs(facts) {
  return facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]);
}
