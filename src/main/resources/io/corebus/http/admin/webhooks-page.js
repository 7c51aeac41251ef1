import {button, element} from '/pages/dom.js';
import {secret} from './dialog.js';
import {formDialog} from './form-dialog.js';
import {Trouble} from './notices.js';
import {inputFields} from './plain-form.js';
import {pagedTable, row} from './plain-table.js';
import {cut} from './values.js';

/** Servers of others that are told of changes. */
export class WebhooksPage {
  title = 'Webhooks';

  constructor(app) {
    this.app = app;
    this.trouble = new Trouble();
    this.table = pagedTable('Webhooks', ['Address', 'Features', 'Changes', 'State', 'Sent up to'],
        {text: 'More', empty: 'No webhooks.', load: cursor => this.load(cursor)});
    this.element = element('div', {},
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, 'Webhooks'), button('New webhook', () => this.create(), {class: 'main'})),
        this.trouble.shown, this.table.element);
    this.load(null);
  }

  load(cursor) {
    return this.trouble.guard(async () => {
      const page = await this.app.client.get('/api/webhooks', {cursor});
      this.table.take(page, cursor, hook => row(element('a', {href: '#/webhooks/' + hook.id}, cut(hook.url, 60)),
          hook.features?.join(', ') ?? 'all', hook.kinds?.join(', ') ?? 'all', state(hook), String(hook.seq)));
    });
  }

  create() {
    const input = inputFields(this.app.model.taken('/api/webhooks', 'post'), ['url', 'features', 'kinds', 'filter', 'description', 'since']);
    formDialog('New webhook', input, {
      action: 'Create',
      send: async values => {
        const made = await this.app.client.request('POST', '/api/webhooks', JSON.stringify(values));
        this.load(null);
        secret('The secret of the webhook', 'The receiver checks signatures with it. Keep it now: it is shown this once.', made.secret);
      },
    });
  }
}

export function state(hook) {
  if (hook.active === false) {
    return element('span', {class: 'warn'}, 'off', hook.disabled_reason ? ': ' + hook.disabled_reason : '');
  }
  if (hook.stalled_reason) {
    return element('span', {class: 'bad'}, 'stands still: ', hook.stalled_reason);
  }
  return hook.failing_since ? element('span', {class: 'bad'}, 'failing') : element('span', {class: 'quiet'}, 'on');
}
