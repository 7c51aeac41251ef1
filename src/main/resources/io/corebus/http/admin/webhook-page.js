import {button, element} from '/pages/dom.js';
import {confirm, secret} from './dialog.js';
import {RecordForm} from './form.js';
import {tell, Trouble} from './notices.js';
import {formElement, inputFields} from './plain-form.js';
import {pagedTable, row} from './plain-table.js';
import {isNothing, moment} from './values.js';
import {state} from './webhooks-page.js';

const STATUSES = ['', 'pending', 'delivered', 'failed'];

/** One webhook, and what was sent to it. */
export class WebhookPage {
  static async open(app, id) {
    return new WebhookPage(app, await app.client.get('/api/webhooks/' + id));
  }

  constructor(app, hook) {
    this.app = app;
    this.path = '/api/webhooks/' + hook.id;
    this.title = 'Webhook';
    this.trouble = new Trouble();
    this.state = element('span');
    this.toggle = button('', () => this.change({active: this.hook.active === false}, this.toggle));
    this.element = element('div', {},
        element('p', {class: 'way'}, element('a', {href: '#/webhooks'}, 'Webhooks'), ' ›'),
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, hook.url), this.state, this.toggle,
            button('Send a test', () => this.test()), button('New secret', () => this.rotate()),
            button('Delete', () => this.delete(), {class: 'danger'})),
        this.trouble.shown, this.editor(), this.deliveries());
    this.form.fill(hook);
    this.take(hook, null);
    this.load(null);
  }

  editor() {
    const {fields, required} = inputFields(this.app.model.taken('/api/webhooks/{id}', 'patch'), ['url', 'features', 'kinds', 'filter', 'description']);
    this.form = new RecordForm(fields, {required});
    this.saver = element('button', {class: 'main'}, 'Save');
    return formElement('Webhook', [this.form.element, element('div', {class: 'row'}, this.saver)], () => {
      const changes = this.form.changes();
      if (changes && Object.keys(changes).length && !this.saver.disabled) {
        this.change(changes, this.saver, this.form.texts());
      }
    });
  }

  unsaved() {
    return this.form.dirty;
  }

  take(hook, texts) {
    this.hook = hook;
    this.form.saved(hook, texts);
    this.state.replaceChildren(state(hook));
    this.toggle.textContent = hook.active === false ? 'Switch on' : 'Switch off';
  }

  /** @param texts what was in the form when this was sent; null where nothing of it was sent */
  change(changes, sender, texts = null) {
    return this.trouble.guard(async () => {
      this.take(await this.form.sent(() => this.app.client.request('PATCH', this.path, JSON.stringify(changes))), texts);
      tell('Saved.');
    }, sender);
  }

  test() {
    return this.trouble.guard(async () => {
      const came = await this.app.client.request('POST', this.path + '/test', '{}');
      if (!came.delivered) {
        throw new Error('The test did not arrive: ' + (came.error ?? 'the receiver answered ' + came.response_status) + '.');
      }
      tell('The receiver took the test, and answered ' + came.response_status + '.');
    });
  }

  async rotate() {
    if (await confirm('Make a new secret?', 'For a while requests carry signatures of both.', {action: 'Make it'})) {
      await this.trouble.guard(async () => {
        const made = await this.app.client.request('POST', this.path + '/secret', '{}');
        await secret('The new secret', 'Keep it now: it is shown this once.', made.secret);
      });
    }
  }

  async delete() {
    if (await confirm('Delete this webhook?', 'What waits for it is deleted, too.', {action: 'Delete', danger: true})) {
      await this.trouble.guard(async () => {
        await this.app.client.request('DELETE', this.path);
        this.form.fill(this.hook);
        tell('The webhook is deleted.');
        this.app.router.goFrom(this, '#/webhooks');
      });
    }
  }

  deliveries() {
    this.table = pagedTable('Deliveries', ['Event', 'What', 'State', 'Attempts', 'Last', 'Answer', null],
        {text: 'Older', empty: 'Nothing was sent.', load: cursor => this.load(cursor)});
    this.status = element('select', {id: 'status'}, STATUSES.map(status => element('option', {value: status}, status || 'all')));
    this.status.addEventListener('change', () => this.load(null));
    return element('section', {},
        element('div', {class: 'heading'}, element('h2', {}, 'Deliveries'), element('label', {for: 'status'}, 'State'), this.status,
            button('Load again', () => this.load(null))),
        this.table.element);
  }

  load(cursor) {
    return this.trouble.guard(async () => {
      const page = await this.app.client.get(this.path + '/deliveries', {status: this.status.value, cursor});
      this.table.take(page, cursor, delivery => this.row(delivery));
    });
  }

  row(delivery) {
    return row(String(delivery.seq), delivery.feature + ' ' + delivery.kind, delivery.status, String(delivery.attempts),
        isNothing(delivery.last_at) ? '' : moment(delivery.last_at), String(delivery.error ?? delivery.response_status ?? ''),
        button('Send again', () => this.replay(delivery), {'aria-label': 'Send event ' + delivery.seq + ' again'}));
  }

  replay(delivery) {
    return this.trouble.guard(async () => {
      await this.app.client.request('POST', this.path + '/deliveries/' + delivery.seq + '/replay', '{}');
      tell('Event ' + delivery.seq + ' is in line again.');
      await this.load(null);
    });
  }
}
