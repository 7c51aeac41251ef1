import {button, element} from '/pages/dom.js';
import {Once} from './client.js';
import {confirm} from './dialog.js';
import {table as differences} from './differences.js';
import {tell, Trouble} from './notices.js';
import {cut, moment, whole} from './values.js';

/** What happened to a resource, newest first; an earlier version can be brought back. */
export class HistoryPage {
  entries = [];

  constructor(app, feature, id) {
    this.app = app;
    this.feature = feature;
    this.path = feature.path + '/' + id;
    this.here = '#/features/' + feature.name + '/' + id;
    this.title = 'History';
    this.trouble = new Trouble();
    this.once = new Once();
    this.list = element('ol', {class: 'history', reversed: true});
    this.more = button('Older', () => this.load(), {hidden: true});
    this.element = element('div', {},
        element('p', {class: 'way'}, element('a', {href: '#/features/' + feature.name}, feature.title), ' › ', this.name = element('a', {href: this.here}, id), ' ›'),
        element('h1', {tabindex: '-1'}, this.title), this.trouble.shown, this.list, this.more);
    this.load();
  }

  load() {
    return this.trouble.guard(async () => {
      const page = await this.app.client.get(this.path + '/history', {cursor: this.next});
      this.next = page.page.next;
      this.more.hidden = !this.next;
      this.entries.push(...page.data);
      this.show();
    });
  }

  show() {
    const known = this.entries.find(entry => entry.resource);
    this.name.textContent = known ? cut(this.feature.nameOf(known.resource)) : this.name.textContent;
    this.list.replaceChildren(...this.entries.map((entry, i) => this.entry(entry, this.entries[i + 1], i === 0)));
  }

  entry(entry, before, newest) {
    const gone = entry.action === 'deleted';
    return element('li', {value: String(entry.version), 'data-version': String(entry.version)},
        element('div', {class: 'heading'},
            element('h2', {}, 'Version ' + entry.version + ': ' + entry.action),
            this.mayRestore(entry, newest) ? button('Restore', () => this.restore(entry), {'aria-label': 'Restore version ' + entry.version}) : null),
        element('p', {class: 'quiet'}, moment(entry.at), ' by ', this.app.people.show(entry.user), ' through ' + entry.via),
        entry.erased ? element('p', {}, 'Its content was erased.') : null,
        !entry.erased && !gone && before?.resource && entry.changed.length
          ? differences(before.resource, entry.resource, {names: entry.changed}) : null,
        entry.resource ? element('details', {}, element('summary', {}, gone ? 'As it was' : 'All of it'), this.all(entry.resource)) : null);
  }

  mayRestore(entry, newest) {
    const {feature} = this;
    const deleted = this.entries[0].action === 'deleted';
    return entry.resource && entry.action !== 'deleted' && !newest && feature.may('update') && (!deleted || feature.may('create'));
  }

  all(resource) {
    const fields = new Map(this.feature.fields.map(field => [field.name, field]));
    return element('dl', {class: 'reader'}, Object.entries(resource).flatMap(([name, value]) => [
      element('dt', {}, name), element('dd', {}, whole(value, fields.get(name)))]));
  }

  async restore(entry) {
    const sure = await confirm('Restore version ' + entry.version + '?', 'Its content becomes the newest version. Nothing is lost: what is there now stays in the history.', {action: 'Restore'});
    if (!sure) {
      return;
    }
    await this.trouble.guard(async () => {
      const newest = this.entries[0].version;
      const body = JSON.stringify({version: entry.version});
      await this.app.client.request('POST', this.path + '/restore', body, {'If-Match': '"' + newest + '"', ...this.once.headers(newest + body)});
      tell('Version ' + entry.version + ' is restored.');
      this.entries = [];
      this.next = null;
      await this.load();
    });
  }
}
