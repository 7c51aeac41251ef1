import {element} from '/pages/dom.js';

/** A job takes ids or a filter: this one finds everything. */
const ALL = 'version=ge=1';

/**
 * With which resources something is to be done: those that are chosen, or all that the filter of the list finds.
 *
 * @param ids of those that are chosen
 */
export function whichOf(app, feature, query, ids) {
  const {filter, q} = query;
  const chosen = element('input', {type: 'radio', name: 'which', checked: ids.length > 0});
  const all = element('input', {type: 'radio', name: 'which'});
  const finds = filter ? 'all that the filter finds' : 'all of ' + feature.title;
  const number = element('span', {role: 'status'});
  let counted = null;
  if (!q) {
    app.client.get(feature.path, {filter, limit: 1, fields: 'id', count: 'exact'}).then(({page}) => {
      counted = page.count.toLocaleString();
      number.textContent = ': ' + counted;
    }, () => { number.textContent = ', which cannot be counted now'; });
  }
  return {
    element: element('fieldset', {class: 'which'}, element('legend', {}, 'With which'),
        ids.length ? element('label', {}, chosen, ' the ' + ids.length + ' that are chosen') : null,
        q ? element('p', {class: 'quiet'}, 'What a search finds cannot be taken as a whole: use a filter, or choose.')
          : element('label', {}, all, ' ' + finds, number)),
    read() {
      if (chosen.checked) {
        return {ids};
      }
      if (!all.checked) {
        throw new Error('Say with which.');
      }
      return {filter: filter || ALL};
    },
    text() {
      return chosen.checked ? ids.length + ' of ' + feature.title : finds + (counted === null ? '' : ' (' + counted + ')');
    },
    about() {
      return chosen.checked ? 'Each is done by itself: one that is refused keeps none of the others from being done.'
        : 'It is a job, done one after the other. It can be cancelled; what was done stays.';
    },
  };
}
