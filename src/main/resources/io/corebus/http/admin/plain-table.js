import {button, element} from '/pages/dom.js';

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

/**
 * One that comes page by page: the rows of a page come behind those of the one before.
 *
 * @param text of the button for the next page
 * @param empty what stands there instead of rows
 * @param load asks for the page with a cursor
 */
export function pagedTable(label, titles, {text, empty, load}) {
  const {element: whole, body, show} = plainTable(label, titles);
  let next = null;
  const more = button(text, () => load(next), {hidden: true});
  return {
    element: [whole, more],
    body,
    /** @param cursor with which the page was asked for; null where it is the first one */
    take(page, cursor, toRow) {
      const rows = page.data.map(toRow);
      if (cursor) {
        body.append(...rows);
      } else {
        show(rows, empty);
      }
      next = page.page.next;
      more.hidden = !next;
    },
  };
}

export function row(...cells) {
  return element('tr', {}, cells.map(cell => element('td', {}, cell)));
}
