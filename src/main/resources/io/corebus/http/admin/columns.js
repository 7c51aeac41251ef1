import {element} from '/pages/dom.js';
import {firstColumns} from './record-table.js';

/** Which columns this browser's user wants to see of a feature. No secret, so it may outlive the page. */
export function chosenColumns(feature) {
  try {
    const kept = JSON.parse(localStorage.getItem(key(feature)));
    const there = kept.filter(name => feature.columns.some(field => field.name === name));
    return there.length ? there : firstColumns(feature);
  } catch {
    return firstColumns(feature);
  }
}

export function columnChooser(feature, columns, choose) {
  const boxes = feature.columns.map(field => element('input', {type: 'checkbox', value: field.name, checked: columns.includes(field.name)}));
  const list = element('fieldset', {}, element('legend', {class: 'unseen'}, 'Columns'),
      boxes.map(box => element('label', {}, box, ' ', box.value)));
  list.addEventListener('change', () => {
    const chosen = boxes.filter(box => box.checked).map(box => box.value);
    if (chosen.length) {
      localStorage.setItem(key(feature), JSON.stringify(chosen));
      choose(chosen);
    }
  });
  return closing(element('details', {class: 'drop'}, element('summary', {}, 'Columns'), list));
}

/** It covers what is below: a click elsewhere and Escape close it. */
function closing(details) {
  const elsewhere = event => {
    details.open = details.open && details.contains(event.target);
  };
  details.addEventListener('toggle', () => {
    document[details.open ? 'addEventListener' : 'removeEventListener']('pointerdown', elsewhere);
  });
  details.addEventListener('keydown', event => {
    if (event.key === 'Escape' && details.open) {
      details.open = false;
      details.firstElementChild.focus();
    }
  });
  return details;
}

function key(feature) {
  return 'corebus.admin.columns.' + feature.name;
}
