import {button, element} from '/pages/dom.js';
import {formDialog} from './form-dialog.js';
import {tell, Trouble} from './notices.js';
import {inputFields} from './plain-form.js';
import {pagedTable, row} from './plain-table.js';
import {moment} from './values.js';

const ROWS = 1000;

/** Who may sign in. */
export class UsersPage {
  title = 'Users';

  constructor(app) {
    this.app = app;
    this.trouble = new Trouble();
    this.table = pagedTable('Users', ['E-mail', 'Roles', 'State', 'Since'], {text: 'More', empty: 'Nobody.', load: cursor => this.load(cursor)});
    this.words = element('input', {type: 'search', id: 'find', autocomplete: 'off'});
    this.words.addEventListener('input', () => this.find());
    this.element = element('div', {},
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, 'Users'), button('New user', () => this.create(), {class: 'main'})),
        element('div', {class: 'row'}, element('label', {for: 'find'}, 'Find'), this.words),
        this.trouble.shown, this.table.element);
    this.load(null);
  }

  load(cursor) {
    return this.trouble.guard(async () => {
      this.table.take(await this.app.client.get('/api/users', {limit: ROWS, cursor}), cursor, user => this.row(user));
      this.find();
    });
  }

  /** The server has no search for users: this looks at those that are here. */
  find() {
    const words = this.words.value.toLowerCase().split(/\s+/);
    for (const shown of this.table.body.rows) {
      const text = shown.textContent.toLowerCase();
      shown.hidden = !words.every(word => text.includes(word));
    }
  }

  row(user) {
    this.app.people.remember(user);
    return row(element('a', {href: '#/users/' + user.id}, user.email), user.roles.join(', '), state(user), moment(user.created_at));
  }

  create() {
    formDialog('New user', inputFields(this.app.model.taken('/api/users', 'post')), {
      action: 'Create',
      send: async values => {
        const made = await this.app.client.request('POST', '/api/users', JSON.stringify({roles: [], ...values}));
        tell(made.email + ' may sign in now.');
        this.load(null);
      },
    });
  }
}

export function state(user) {
  return element('span', {class: user.disabled ? 'warn' : 'quiet'}, user.disabled ? 'disabled' : 'enabled');
}
