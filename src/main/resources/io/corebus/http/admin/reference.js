import {button, element} from '/pages/dom.js';
import {open} from './dialog.js';
import {Trouble} from './notices.js';
import {firstColumns, RecordTable} from './record-table.js';
import {namedReference} from './values.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ROWS = 20;
const MOST_COLUMNS = 4;

/** What stands beside a field that refers to a resource of another feature: the way there, and a list to choose from. */
export function referenceBeside(app) {
  return (field, made) => {
    const feature = app.model.feature(field.reference);
    if (!feature?.may('read')) {
      return null;
    }
    const way = element('span');
    let told = '';
    const tell = () => {
      const id = made.input.value.trim();
      if (id !== told) {
        told = id;
        way.replaceChildren(UUID.test(id) ? namedReference(app, feature, id) : '');
      }
    };
    made.input.addEventListener('input', tell);
    made.onShown = tell;
    const choose = button('Choose a ' + feature.title.toLowerCase() + ' …', () => chooser(app, feature, record => {
      made.input.value = record.id;
      made.input.dispatchEvent(new Event('input', {bubbles: true}));
    }), {disabled: made.input.disabled});
    return element('div', {class: 'row'}, choose, way);
  };
}

function chooser(app, feature, take) {
  const trouble = new Trouble();
  const query = {sort: ''};
  let turn = 0;
  const columns = [...new Set([...feature.named ? [feature.named] : [], ...firstColumns(feature)])].slice(0, MOST_COLUMNS);
  const words = element('input', {type: 'search', 'aria-label': 'Find', placeholder: feature.searchable ? 'words' : 'how it begins', autocomplete: 'off'});
  const table = new RecordTable(app, feature, {
    onSort: sort => {
      query.sort = sort;
      load();
    },
    first: record => button('Choose', () => {
      take(record);
      dialog.close();
    }, {'aria-label': 'Choose ' + feature.nameOf(record)}),
  });
  const load = () => trouble.guard(async () => {
    const mine = ++turn;
    const typed = words.value.trim();
    const found = !typed ? {} : feature.searchable ? {q: typed} : {filter: beginning(feature, columns, typed)};
    const page = await app.client.get(feature.path, {...query, ...found, fields: columns.join(','), limit: ROWS});
    if (mine === turn) {
      table.show(columns, query.sort, page);
    }
  });
  const form = element('form', {class: 'row'}, words, element('button', {}, 'Find'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    load();
  });
  const dialog = open('Choose a ' + feature.title.toLowerCase(), [form, trouble.shown, table.element,
    element('div', {class: 'row'}, button('Cancel', () => dialog.close()))]);
  load();
}

/** A filter for resources of which a text that is shown begins so. */
function beginning(feature, columns, typed) {
  const texts = feature.fields.filter(field => columns.includes(field.name) && field.kind === 'string' && !field.format);
  return texts.map(field => field.name + '=="' + typed.replace(/["\\*]/g, '') + '*"').join(',');
}
