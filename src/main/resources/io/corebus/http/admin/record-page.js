import {button, element} from '/pages/dom.js';
import {actionButtons} from './actions.js';
import {Once} from './client.js';
import {confirm} from './dialog.js';
import {Feed} from './feed.js';
import {overtaken, RecordForm} from './form.js';
import {tell, Trouble} from './notices.js';
import {formElement} from './plain-form.js';
import {referenceBeside} from './reference.js';
import {namedReference, whole} from './values.js';

/** One resource: to be read, and to be changed by whoever may. */
export class RecordPage {
  static async open(app, feature, id) {
    const record = await app.client.get(feature.path + '/' + id);
    const page = new RecordPage(app, feature, record);
    page.follow();
    return page;
  }

  constructor(app, feature, record) {
    this.app = app;
    this.feature = feature;
    this.base = record;
    this.path = feature.path + '/' + record.id;
    this.title = feature.nameOf(record);
    this.trouble = new Trouble();
    this.once = new Once();
    this.news = element('div', {class: 'news', role: 'status', hidden: true});
    this.content = element('div', {});
    this.element = element('div', {}, this.heading(), this.news, this.trouble.shown, this.content);
    this.show();
  }

  get list() {
    return '#/features/' + this.feature.name;
  }

  heading() {
    this.remove = button('Delete', () => this.delete(), {class: 'danger'});
    return [element('p', {class: 'way'}, element('a', {href: this.list}, this.feature.title), ' ›'),
      element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, this.title),
          actionButtons(this),
          element('a', {class: 'button', href: this.list + '/' + this.base.id + '/history'}, 'History'),
          this.feature.may('create') ? element('a', {class: 'button', href: this.list + '/new?from=' + this.base.id}, 'Copy') : null,
          this.feature.may('delete') ? this.remove : null)];
  }

  show() {
    this.facts = element('dl', {class: 'facts'});
    this.tellFacts();
    if (this.feature.may('update')) {
      this.content.replaceChildren(this.editor(), this.facts);
    } else {
      this.content.replaceChildren(this.reader(), this.facts);
    }
  }

  tellFacts() {
    this.facts.replaceChildren(...this.feature.platform.flatMap(field => [
      element('dt', {}, field.name),
      element('dd', {}, field.name.endsWith('_by') ? this.app.people.show(this.base[field.name]) : whole(this.base[field.name], field))]));
  }

  reader() {
    return element('dl', {class: 'reader'}, this.feature.fields.flatMap(field => [
      element('dt', {}, field.schema.title ?? field.name),
      element('dd', {'data-field': field.name}, field.reference && this.base[field.name]
        ? namedReference(this.app, this.app.model.feature(field.reference), this.base[field.name])
        : whole(this.base[field.name], field))]));
  }

  editor() {
    this.form = new RecordForm(this.feature.inputs, {
      required: this.feature.input.required,
      writable: this.feature.writable,
      beside: referenceBeside(this.app),
    });
    this.form.fill(this.base);
    this.saver = element('button', {class: 'main'}, 'Save');
    const buttons = element('div', {class: 'row actions'}, this.saver, button('Undo what I typed', () => this.form.fill(this.base)));
    return formElement(this.feature.title, [this.form.element, buttons], () => this.save());
  }

  unsaved() {
    return this.form?.dirty ?? false;
  }

  async save() {
    const changes = this.form.changesFor(this.saver);
    if (!changes) {
      return;
    }
    const texts = this.form.texts();
    await this.trouble.guard(() => this.send(JSON.stringify(changes), texts), this.saver);
  }

  async send(body, texts) {
    const headers = {'Content-Type': 'application/merge-patch+json', 'If-Match': '"' + this.base.version + '"'};
    const all = {...headers, ...this.once.headers(this.base.version + body)};
    try {
      this.take(await this.form.sent(() => this.app.client.request('PATCH', this.path, body, all)), texts);
      tell(this.form.dirty ? 'Saved, but for what you typed meanwhile.' : 'Saved.');
    } catch (refusal) {
      if (refusal.status !== 412) {
        throw refusal;
      }
      throw new Error(await this.rebase() + ' Nothing of yours was saved yet.');
    }
  }

  /** @param texts what was in the form when this was sent; null where nothing was */
  take(record, texts = null) {
    this.base = record;
    this.form.saved(record, texts);
    this.news.hidden = true;
    this.tellFacts();
  }

  /** Somebody was faster: nothing was written, and nothing that was typed is lost. @return what to say of it */
  async rebase() {
    const current = await this.app.client.get(this.path);
    const both = this.form.rebase(current);
    this.base = current;
    this.tellFacts();
    this.news.hidden = true;
    return overtaken(this.app.people.nameOf(current.updated_by), current.version, both);
  }

  follow() {
    if (!this.feature.live) {
      return;
    }
    this.feed = new Feed(this.app.client, this.feature.path + '/events', 'id==' + this.base.id, {
      state: () => {},
      missed: () => {},
      changed: event => this.changed(event),
    });
  }

  changed(event) {
    if (event.resourceversion <= this.base.version) {
      return;
    }
    const who = this.app.people.nameOf(event.actor);
    if (event.type.endsWith('.deleted')) {
      this.news.replaceChildren(who + ' deleted this. ', element('a', {href: this.list + '/' + this.base.id + '/history'}, 'Its history'), ' can bring it back.');
    } else {
      this.news.replaceChildren(who + ' changed this: it has version ' + event.resourceversion + ' now. ', button('Show what is new', () => this.refresh()));
    }
    this.news.hidden = false;
  }

  refresh() {
    return this.trouble.guard(async () => {
      if (this.form) {
        await this.rebase();
        tell('What was changed is marked.');
      } else {
        this.base = await this.app.client.get(this.path);
        this.news.hidden = true;
        this.show();
      }
    });
  }

  /** Shows what came of something that was done here. */
  async renew() {
    if (this.form?.dirty) {
      await this.rebase();
      return;
    }
    const current = await this.app.client.get(this.path);
    if (this.form) {
      this.take(current);
    } else {
      this.base = current;
      this.show();
    }
  }

  async delete() {
    const sure = await confirm('Delete ' + this.title + '?', 'It can be restored from its history by whoever may create and change it.', {action: 'Delete', danger: true});
    if (!sure) {
      return;
    }
    await this.trouble.guard(async () => {
      const headers = {'If-Match': '"' + this.base.version + '"', ...this.once.headers('delete ' + this.base.version)};
      await this.app.client.request('DELETE', this.path, undefined, headers).catch(refusal => this.keep(refusal));
      this.form = null;
      tell(this.title + ' is deleted.');
      this.app.router.goFrom(this, this.list);
    }, this.remove);
  }

  async keep(refusal) {
    if (refusal.status === 412 && this.form) {
      await this.rebase();
    }
    throw refusal;
  }

  leave() {
    this.feed?.stop();
  }
}
