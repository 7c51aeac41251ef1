import {button, element} from '/pages/dom.js';
import {confirm, secret} from './dialog.js';
import {formDialog} from './form-dialog.js';
import {tell, Trouble} from './notices.js';
import {inputFields} from './plain-form.js';
import {plainTable, row} from './plain-table.js';
import {isNothing, moment} from './values.js';

/** The API tokens of one user. @param base path of the user, or /api/me */
export function tokens(app, base) {
  const trouble = new Trouble();
  const table = plainTable('API tokens', ['Name', 'Begins with', 'Good for', 'Expires', 'Last used', null]);
  const load = () => trouble.guard(async () => {
    const {data} = await app.client.get(base + '/tokens');
    table.show(data.map(token => row(token.name, element('code', {}, token.prefix), token.scopes.length ? token.scopes.join(', ') : 'all that its user may',
        isNothing(token.expires_at) ? 'never' : moment(token.expires_at), isNothing(token.last_used_at) ? 'never' : moment(token.last_used_at),
        button('Revoke', () => revoke(token), {'aria-label': 'Revoke ' + token.name}))), 'No tokens.');
  });
  const revoke = async token => {
    if (await confirm('Revoke ' + token.name + '?', 'Programs that use it are out within two seconds.', {action: 'Revoke', danger: true})) {
      await trouble.guard(async () => {
        await app.client.request('DELETE', base + '/tokens/' + token.id);
        tell(token.name + ' is revoked.');
        await load();
      });
    }
  };
  const issue = () => formDialog('New API token', inputFields(app.model.taken('/api/me/tokens', 'post')), {
    action: 'Issue',
    send: async values => {
      const made = await app.client.request('POST', base + '/tokens', JSON.stringify(values));
      load();
      secret('The new token', 'Keep it now: it is shown this once.', made.token);
    },
  });
  load();
  return element('section', {},
      element('div', {class: 'heading'}, element('h2', {}, 'API tokens'), button('New token', issue)),
      trouble.shown, table.element);
}
