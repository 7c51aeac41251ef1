import {element} from '/pages/dom.js';
import {brief, isNothing, referenceLink} from './values.js';

/** Columns that are shown until somebody chooses others. */
const FIRST_COLUMNS = 7;
/** A field whose texts may be longer is shown on demand: it would be fetched for every row. */
const SHORT_CHARACTERS = 500;
/** A text of more gets a wider column. */
const NARROW_CHARACTERS = 30;

/** The columns of a feature that are shown at first: what is short, and when it was changed. */
export function firstColumns(feature) {
  const own = feature.fields.filter(field => field.sortable && (field.name === feature.named || isShort(field))).slice(0, FIRST_COLUMNS).map(field => field.name);
  return [...(own.length ? own : ['id']), ...feature.platform.some(field => field.name === 'updated_at') ? ['updated_at'] : []];
}

function isShort(field) {
  const {maxLength, pattern, enum: values} = field.schema;
  return field.kind !== 'string' || Boolean(field.format || pattern || values) || (maxLength ?? Infinity) <= SHORT_CHARACTERS;
}

/** Resources of one feature as rows. What others change is marked, and stays where it is. */
export class RecordTable {
  rows = new Map();

  /**
   * @param look has onSort(sort), empty: a text, and either link(record): where a row leads, or first(record): what stands in front of it;
   *     where rows can be chosen, onChosen(records)
   */
  constructor(app, feature, look) {
    this.app = app;
    this.feature = feature;
    this.look = look;
    this.body = element('tbody');
    this.head = element('thead');
    this.element = element('div', {class: 'scroll', role: 'region', 'aria-label': 'Table of ' + feature.title, tabindex: '0'},
        element('table', {class: 'records'}, element('caption', {class: 'unseen'}, feature.title), this.head, this.body));
  }

  show(columns, sort, page) {
    this.columns = columns.map(name => this.feature.columns.find(field => field.name === name)).filter(Boolean);
    this.included = page.included ?? {};
    this.rows.clear();
    const sorting = document.activeElement?.closest?.('th')?.dataset.field;
    this.leader = this.look.first ? -1 : this.columns.findIndex(field => field.name === this.feature.named);
    this.choices = [];
    this.look.onChosen?.([]);
    this.head.replaceChildren(element('tr', {},
        this.hasFront ? element('th', {scope: 'col'}, element('span', {class: 'unseen'}, 'Open or choose'), page.data.length ? this.chooseAll() : null) : null,
        this.columns.map(field => this.heading(field, sort))));
    // Who sorts by the keyboard stays where it was.
    this.head.querySelector('[data-field="' + sorting + '"] button')?.focus();
    this.body.replaceChildren(...page.data.map(record => this.row(record)));
    if (!page.data.length) {
      this.body.append(element('tr', {}, element('td', {colspan: String(this.columns.length + Number(this.hasFront)), class: 'quiet'}, this.look.empty ?? 'Nothing here.')));
    }
  }

  /** Whether something stands in front of the columns. */
  get hasFront() {
    return this.leader < 0 || this.look.onChosen !== undefined;
  }

  heading(field, sort) {
    const label = field.schema.title ?? field.name;
    if (!field.sortable) {
      return element('th', {scope: 'col', 'data-field': field.name}, label);
    }
    const way = sort === field.name ? 'ascending' : sort === '-' + field.name ? 'descending' : 'none';
    const sorter = element('button', {type: 'button', class: 'sorter'}, label,
        element('span', {'aria-hidden': 'true'}, {ascending: ' ↑', descending: ' ↓', none: ''}[way]));
    sorter.addEventListener('click', () => this.look.onSort(way === 'ascending' ? '-' + field.name : way === 'descending' ? '' : field.name));
    return element('th', {scope: 'col', 'data-field': field.name, 'aria-sort': way === 'none' ? null : way}, sorter);
  }

  row(record) {
    const cells = this.columns.map(field => element('td', {'data-field': field.name, class: field.kind === 'integer' || field.kind === 'number' ? 'number' : null}));
    const first = this.hasFront ? element('td', {class: 'first'}, this.choice(record), this.leader < 0 ? this.look.first?.(record) ?? this.link(record, 'Open') : null) : null;
    const made = {record, version: record.version, cells, mark: element('span', {class: 'mark'}), element: element('tr', {'data-id': record.id}, first, cells)};
    (cells[this.leader] ?? first).append(made.mark);
    this.rows.set(record.id, made);
    this.fill(made, record);
    return made.element;
  }

  choice(record) {
    if (!this.look.onChosen) {
      return null;
    }
    const box = element('input', {type: 'checkbox', 'aria-label': 'Choose ' + this.feature.nameOf(record)});
    box.addEventListener('change', () => this.tellChosen());
    this.choices.push({box, record});
    return box;
  }

  chooseAll() {
    if (!this.look.onChosen) {
      return null;
    }
    const all = element('input', {type: 'checkbox', 'aria-label': 'Choose all of this page'});
    all.addEventListener('change', () => {
      this.choices.forEach(({box}) => { box.checked = all.checked; });
      this.tellChosen();
    });
    this.all = all;
    return all;
  }

  tellChosen() {
    const chosen = this.choices.filter(one => one.box.checked);
    if (this.all) {
      this.all.checked = chosen.length > 0 && chosen.length === this.choices.length;
      this.all.indeterminate = chosen.length > 0 && !this.all.checked;
    }
    this.look.onChosen(chosen.map(one => one.record));
  }

  fill(row, record) {
    row.cells.forEach((cell, i) => {
      cell.replaceChildren(this.content(i, record), ...i === this.leader ? [row.mark] : []);
      cell.classList.toggle('long', cell.textContent.length > NARROW_CHARACTERS);
    });
  }

  content(i, record) {
    const field = this.columns[i];
    const shown = this.cell(field, record[field.name]);
    return i === this.leader ? this.link(record, isNothing(record[field.name]) || record[field.name] === '' ? 'Open' : shown) : shown;
  }

  link(record, text) {
    const name = text === 'Open' ? 'Open ' + this.feature.nameOf(record) : null;
    return element('a', {href: this.look.link(record), 'aria-label': name}, text);
  }

  cell(field, value) {
    if (field.reference && !isNothing(value)) {
      return referenceLink(this.app.model.feature(field.reference), value, this.included[field.reference]?.[value]);
    }
    if (field.name === 'created_by' || field.name === 'updated_by') {
      return this.app.people.show(value);
    }
    return brief(value, field);
  }

  /** @return whether the resource is one of these rows */
  changed(event) {
    const row = this.rows.get(event.subject);
    if (!row) {
      return false;
    }
    if (event.resourceversion <= row.version) {
      return true;
    }
    row.version = event.resourceversion;
    const deleted = event.type.endsWith('.deleted');
    row.element.classList.add(deleted ? 'gone' : 'changed');
    row.mark.textContent = deleted ? 'deleted' : 'changed';
    if (!deleted && event.data) {
      row.record.version = row.version;
      row.element.classList.remove('gone');
      this.fill(row, event.data);
    }
    return true;
  }
}
