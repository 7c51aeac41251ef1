import {element} from '/pages/dom.js';
import {Trouble} from './notices.js';

const ACTIONS = ['read', 'create', 'update', 'delete'];

/** What a user would be answered, and why. */
export function rightsOf(app, user) {
  const trouble = new Trouble();
  const feature = element('select', {id: 'why-feature'}, app.model.features.map(one => element('option', {}, one.name)));
  const action = element('select', {id: 'why-action'}, ACTIONS.map(one => element('option', {}, one)));
  let turn = 0;
  const answer = element('div', {role: 'status'});
  const form = element('form', {class: 'row'},
      element('label', {for: 'why-action'}, 'May it'), action, element('label', {for: 'why-feature'}, 'resources of'), feature,
      element('button', {}, 'Ask'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    trouble.guard(async () => {
      const mine = ++turn;
      const why = await app.client.get('/api/permissions/why', {user: user.id, feature: feature.value, action: action.value});
      if (mine !== turn) {
        return;
      }
      answer.replaceChildren(
          element('p', {class: why.allowed ? 'good' : 'bad'}, why.detail),
          element('ul', {}, why.entries.map(entry => element('li', {}, element('code', {}, entry.entry), ': ', entry.because))),
          why.fields ? element('p', {}, 'These fields only: ' + why.fields.join(', ')) : '');
    });
  });
  return element('section', {}, element('h2', {}, 'Rights'), form, trouble.shown, answer);
}
