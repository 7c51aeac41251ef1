import {element} from '/pages/dom.js';

/** A table whose rows are made one by one. */
export function plainTable(label, titles) {
  const body = element('tbody');
  const whole = element('div', {class: 'scroll', role: 'region', 'aria-label': label, tabindex: '0'}, element('table', {class: 'records'},
      element('thead', {}, element('tr', {}, titles.map(title => element('th', {scope: 'col'}, title ?? element('span', {class: 'unseen'}, 'Actions'))))),
      body));
  return {
    element: whole,
    body,
    show(rows, empty) {
      body.replaceChildren(...rows.length ? rows : [row(element('span', {class: 'quiet'}, empty))]);
    },
  };
}

export function row(...cells) {
  return element('tr', {}, cells.map(cell => element('td', {}, cell)));
}
