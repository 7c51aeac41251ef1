import {button, element} from '/pages/dom.js';
import {search} from './client.js';
import {table as differences} from './differences.js';
import {download} from './download.js';
import {Trouble} from './notices.js';
import {isNothing, moment, nothing} from './values.js';

const ROWS = 50;
const FIELDS = [['resource_type', 'Feature, or users'], ['resource_id', 'Resource'], ['user', 'Who (id)'], ['action', 'Action']];

/** What happened, newest first. */
export class AuditPage {
  title = 'Audit trail';

  constructor(app, query) {
    this.app = app;
    this.query = query;
    this.trouble = new Trouble();
    this.list = element('ol', {class: 'audit'});
    this.more = button('Older', () => this.load(), {hidden: true});
    this.element = element('div', {},
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, 'Audit trail'),
            button('Download the export', () => this.trouble.guard(() => download(app.client, '/api/audit/export', 'export.ndjson'))),
            button('Download the key', () => this.trouble.guard(() => download(app.client, '/api/audit/key', 'key.json')))),
        this.form(), this.trouble.shown, this.list, this.more);
    this.load();
  }

  form() {
    const inputs = FIELDS.map(([name, label]) => [label, element('input', {name, id: 'audit-' + name, value: this.query[name] ?? '', autocomplete: 'off', spellcheck: 'false', list: this.choices(name) && 'choices-' + name})]);
    const moments = [['since', 'Since'], ['until', 'Until']].map(([name, label]) => [label, element('input', {name, id: 'audit-' + name, type: 'datetime-local', value: local(this.query[name])})]);
    const form = element('form', {class: 'filter', role: 'search', novalidate: true},
        [...inputs, ...moments].map(([label, input]) => element('div', {}, element('label', {for: input.id}, label), input)),
        element('button', {class: 'main'}, 'Find'),
        ['resource_type', 'user', 'action'].map(name => element('datalist', {id: 'choices-' + name},
            this.choices(name).map(([value, text]) => element('option', {value}, text)))));
    form.addEventListener('submit', event => {
      event.preventDefault();
      const half = moments.find(([, input]) => input.validity.badInput);
      if (half) {
        this.trouble.show(new Error('"' + half[0] + '" is not complete: fill in all of its parts, or none.'));
        half[1].focus();
        return;
      }
      const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
      for (const name of ['since', 'until']) {
        given[name] = given[name] && new Date(given[name]).toISOString();
      }
      this.app.router.go('#/audit' + search(given));
    });
    return form;
  }

  choices(name) {
    return {
      resource_type: [...this.app.model.features.map(feature => [feature.name, feature.title]), ['users', 'Users'], ['webhooks', 'Webhooks'], ['audit', 'The trail itself']],
      user: [...this.app.people.emails],
      action: ['created', 'updated', 'deleted', 'restored', 'erased', 'denied', 'signed-in', 'sign-in-failed', 'token-issued', 'token-revoked', 'tool-called', 'controls-changed'].map(action => [action, action]),
    }[name];
  }

  load() {
    return this.trouble.guard(async () => {
      const page = await this.app.client.get('/api/audit', {...this.query, cursor: this.next, limit: ROWS});
      this.list.append(...page.data.map(entry => this.entry(entry)));
      if (!this.list.childElementCount) {
        this.list.append(element('li', {class: 'quiet'}, 'Nothing here.'));
      }
      this.next = page.page.next;
      this.more.hidden = !this.next;
    });
  }

  entry(entry) {
    const details = element('details', {}, element('summary', {},
        element('span', {class: 'seq'}, entry.seq ? String(entry.seq) : 'not sealed yet'),
        moment(entry.at),
        element('span', {class: 'action ' + (entry.action === 'denied' || entry.action === 'sign-in-failed' ? 'bad' : '')}, entry.action),
        element('span', {}, entry.resource_type, entry.resource_id ? ' ' + this.app.people.nameOf(entry.resource_id) : ''),
        element('span', {class: 'quiet'}, 'by ' + this.app.people.nameOf(entry.user) + ' through ' + entry.via)));
    // What is not looked at is not built.
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) {
        details.append(this.inside(entry));
      }
    });
    return element('li', {}, details);
  }

  inside(entry) {
    const feature = this.app.model.feature(entry.resource_type);
    const facts = [['Resource', feature && entry.resource_id
      ? element('a', {href: '#/features/' + feature.name + '/' + entry.resource_id + '/history'}, entry.resource_id) : entry.resource_id],
    ['Version', entry.version], ['Who', this.app.people.show(entry.user)], ['Token', entry.token], ['Trace', entry.trace], ['Command', entry.command_id]];
    return element('div', {class: 'inside'},
        entry.erased ? element('p', {}, 'Its content was erased.') : entry.before || entry.after ? differences(entry.before, entry.after) : null,
        element('dl', {class: 'facts'}, facts.flatMap(([name, value]) => [
          element('dt', {}, name), element('dd', {}, isNothing(value) ? nothing() : value instanceof Node ? value : String(value))])));
  }
}

/** As an input of a local time wants it. */
function local(text) {
  const date = new Date(text ?? NaN);
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return Number.isNaN(shifted.getTime()) ? '' : shifted.toISOString().slice(0, 16);
}
