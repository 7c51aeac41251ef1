import {button, element} from '/pages/dom.js';
import {formDialog} from './form-dialog.js';
import {tell} from './notices.js';
import {inputFields} from './plain-form.js';
import {sessions} from './sessions.js';
import {tokens} from './tokens.js';

/** What belongs to whoever is signed in. */
export class AccountPage {
  title = 'Your account';

  constructor(app) {
    this.element = element('div', {},
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, 'Your account'), button('Change the password', () => changePassword(app))),
        element('p', {}, app.me.email, app.me.roles.length ? ', with the roles ' + app.me.roles.join(', ') + '.' : ', without a role.'),
        sessions(app, '/api/me'), tokens(app, '/api/me'));
  }
}

function changePassword(app) {
  formDialog('Change the password', inputFields(app.model.taken('/api/me/password', 'post')), {
    action: 'Change',
    about: element('p', {}, 'Your other sessions end.'),
    send: async values => {
      await app.client.request('POST', '/api/me/password', JSON.stringify(values));
      tell('You have a new password.');
    },
  });
}
