import {button, element} from '/pages/dom.js';
import {confirm} from './dialog.js';
import {RecordForm} from './form.js';
import {tell, Trouble} from './notices.js';
import {formElement, inputFields} from './plain-form.js';
import {rightsOf} from './rights.js';
import {sessions} from './sessions.js';
import {tokens} from './tokens.js';
import {state} from './users-page.js';

/** One user, as an admin sees it. */
export class UserPage {
  static async open(app, id) {
    return new UserPage(app, await app.client.get('/api/users/' + id));
  }

  constructor(app, user) {
    this.app = app;
    this.user = user;
    this.path = '/api/users/' + user.id;
    this.title = user.email;
    this.trouble = new Trouble();
    this.state = element('span', {}, state(user));
    this.toggle = button('', () => this.setDisabled(!this.user.disabled));
    this.element = element('div', {},
        element('p', {class: 'way'}, element('a', {href: '#/users'}, 'Users'), ' ›'),
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, user.email), this.state, this.toggle,
            element('a', {class: 'button', href: '#/audit?user=' + user.id}, 'What it did'),
            element('a', {class: 'button', href: '#/audit?resource_type=users&resource_id=' + user.id}, 'What happened to it'),
            button('Delete', () => this.delete(), {class: 'danger'})),
        this.trouble.shown, this.editor(),
        sessions(app, this.path), tokens(app, this.path), rightsOf(app, user));
    this.form.fill({roles: user.roles});
    this.take(user, null);
  }

  editor() {
    const {fields} = inputFields(this.app.model.taken('/api/users/{id}', 'patch'), ['roles', 'password']);
    this.form = new RecordForm(fields);
    this.saver = element('button', {class: 'main'}, 'Save');
    return formElement('User', [this.form.element, element('div', {class: 'row'}, this.saver)], () => this.save());
  }

  unsaved() {
    return this.form.dirty;
  }

  take(user, texts) {
    this.user = user;
    this.form.saved({roles: user.roles}, texts);
    this.state.replaceChildren(state(user));
    this.toggle.textContent = user.disabled ? 'Enable' : 'Disable';
  }

  async save() {
    const changes = this.form.changes();
    if (!changes || !Object.keys(changes).length || this.saver.disabled) {
      return;
    }
    if ('roles' in changes) {
      changes.roles ??= [];
    }
    const texts = this.form.texts();
    await this.trouble.guard(() => this.change(changes, 'Saved.', texts), this.saver);
  }

  /** @param texts what was in the form when this was sent; null where nothing of it was sent */
  async change(changes, told, texts = null) {
    this.take(await this.form.sent(() => this.app.client.request('PATCH', this.path, JSON.stringify(changes))), texts);
    tell(told);
  }

  async setDisabled(disabled) {
    const sure = !disabled || await confirm('Disable ' + this.user.email + '?', 'All its sessions end, and its tokens are good for nothing until it is enabled again.', {action: 'Disable', danger: true});
    if (sure) {
      await this.trouble.guard(() => this.change({disabled}, disabled ? 'Disabled.' : 'Enabled.'), this.toggle);
    }
  }

  async delete() {
    const sure = await confirm('Delete ' + this.user.email + '?', 'This cannot be undone. What it did stays in the audit trail, under its id.', {action: 'Delete', danger: true});
    if (sure) {
      await this.trouble.guard(async () => {
        await this.app.client.request('DELETE', this.path);
        this.form.fill({roles: this.user.roles});
        tell(this.user.email + ' is deleted.');
        this.app.router.goFrom(this, '#/users');
      });
    }
  }
}
