import {element} from '/pages/dom.js';
import {same} from './exact.js';
import {cut, isNothing, nothing, textOf} from './values.js';

/** Around what differs, so much is shown of what does not. */
const AROUND = 40;
/** More of a difference is not shown. */
const MOST = 2000;

/** The names of the members that are not the same in both. */
export function changed(before, after) {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].filter(name => !same(before?.[name], after?.[name]));
}

/** What differs, a member a row. */
export function table(before, after, {names = changed(before, after), titles = ['Before', 'After']} = {}) {
  return element('div', {class: 'scroll'}, element('table', {class: 'differences'},
      element('thead', {}, element('tr', {}, ['Field', ...titles].map(title => element('th', {scope: 'col'}, title)))),
      element('tbody', {}, names.map(name => {
        const [left, right] = pair(before?.[name], after?.[name]);
        return element('tr', {}, element('th', {scope: 'row'}, name), element('td', {}, left), element('td', {}, right));
      }))));
}

/** Both values, with what is only in one of them marked. */
function pair(one, other) {
  if (isNothing(one) || isNothing(other)) {
    return [isNothing(one) ? nothing() : element('del', {}, cut(textOf(one), MOST)),
      isNothing(other) ? nothing() : element('ins', {}, cut(textOf(other), MOST))];
  }
  const left = textOf(one);
  const right = textOf(other);
  const least = Math.min(left.length, right.length);
  let begin = 0;
  while (begin < least && left[begin] === right[begin]) {
    begin++;
  }
  let end = 0;
  while (end < least - begin && left[left.length - 1 - end] === right[right.length - 1 - end]) {
    end++;
  }
  return [marked('del', left, begin, end), marked('ins', right, begin, end)];
}

function marked(name, text, begin, end) {
  const until = text.length - end;
  const from = Math.max(0, begin - AROUND);
  const to = Math.min(text.length, until + AROUND);
  return [from > 0 ? '… ' : '', text.slice(from, begin),
    until > begin ? element(name, {}, cut(text.slice(begin, until), MOST)) : '',
    text.slice(until, to), to < text.length ? ' …' : ''];
}
