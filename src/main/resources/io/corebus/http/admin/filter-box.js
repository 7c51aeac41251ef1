import {button, element} from '/pages/dom.js';

const OPERATORS = [['==', 'is'], ['!=', 'is not'], ['=gt=', 'is more than'], ['=ge=', 'is at least'], ['=lt=', 'is less than'], ['=le=', 'is at most']];

/** Where a list is narrowed: words to search for, a filter in RSQL, and help to write one. */
export function filterBox(app, feature, query, submit) {
  const q = feature.searchable ? element('input', {id: 'q', type: 'search', value: query.q ?? '', autocomplete: 'off', maxlength: '200'}) : null;
  const filter = element('input', {id: 'filter', type: 'search', value: query.filter ?? '', autocomplete: 'off', spellcheck: 'false',
    placeholder: example(feature), 'aria-describedby': 'filter-fault', maxlength: '4000'});
  const fault = element('p', {class: 'fault', id: 'filter-fault', role: 'alert', hidden: true});
  const form = element('form', {role: 'search', class: 'filter'},
      q && element('div', {}, element('label', {for: 'q'}, 'Search'), q),
      element('div', {class: 'wide'}, element('label', {for: 'filter'}, 'Filter'), filter),
      element('button', {class: 'main'}, 'Apply'),
      button('Clear', () => {
        [q, filter].filter(Boolean).forEach(input => { input.value = ''; });
        form.requestSubmit();
      }),
      fault, builder(feature, filter));
  form.addEventListener('submit', event => {
    event.preventDefault();
    submit({q: q?.value.trim() ?? '', filter: filter.value.trim()});
  });
  return {
    element: form,
    tell(text) {
      fault.textContent = text ?? '';
      fault.hidden = !text;
      if (text) {
        filter.setAttribute('aria-invalid', 'true');
      } else {
        filter.removeAttribute('aria-invalid');
      }
    },
  };
}

function example(feature) {
  const field = feature.fields.find(one => one.sortable);
  return field ? field.name + '==…' : 'version=ge=2';
}

/** Adds a comparison to a filter, for those who do not write RSQL every day. */
function builder(feature, filter) {
  const field = element('select', {'aria-label': 'Field'}, feature.columns.filter(one => one.sortable).map(one => element('option', {}, one.name)));
  const operator = element('select', {'aria-label': 'Comparison'}, OPERATORS.map(([value, text]) => element('option', {value}, text)));
  const value = element('input', {'aria-label': 'Value', autocomplete: 'off'});
  const add = button('Add to the filter', () => {
    const written = /^[\w.:+-]+\*?$/.test(value.value) ? value.value : '"' + value.value.replace(/[\\"]/g, '\\$&') + '"';
    const before = filter.value.trim();
    // An "and" binds closer than an "or".
    filter.value = [before.includes(',') ? '(' + before + ')' : before, field.value + operator.value + written].filter(Boolean).join(';');
    value.value = '';
    filter.focus();
  });
  return element('details', {class: 'builder'}, element('summary', {}, 'Build a filter'),
      element('div', {class: 'row'}, field, operator, value, add),
      element('p', {class: 'quiet'}, 'Join comparisons with ', element('code', {}, ';'), ' for and, ', element('code', {}, ','), ' for or. ',
          element('code', {}, '*'), ' in a text stands for any characters: ', element('code', {}, 'name==te*'), '.'));
}
