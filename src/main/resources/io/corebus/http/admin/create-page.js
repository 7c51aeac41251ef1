import {button, element, prose} from '/pages/dom.js';
import {Once} from './client.js';
import {RecordForm} from './form.js';
import {tell, Trouble} from './notices.js';
import {formElement} from './plain-form.js';
import {referenceBeside} from './reference.js';

/** A resource that is to be made. */
export class CreatePage {
  done = false;

  /** @param query may name a resource to begin with: from */
  static async open(app, feature, {from}) {
    const page = new CreatePage(app, feature);
    if (from) {
      page.form.type(await app.client.get(feature.path + '/' + from));
    }
    return page;
  }

  constructor(app, feature) {
    this.app = app;
    this.feature = feature;
    this.title = 'New ' + feature.title.toLowerCase();
    this.trouble = new Trouble();
    this.once = new Once();
    this.form = new RecordForm(feature.inputs, {required: feature.input.required, writable: feature.writable, beside: referenceBeside(app)});
    this.form.fill(null);
    this.sender = element('button', {class: 'main'}, 'Create');
    const buttons = element('div', {class: 'row actions'}, this.sender, button('Cancel', () => app.router.go('#/features/' + feature.name)));
    const form = formElement(this.title, [this.form.element, buttons], () => this.create());
    this.element = element('div', {},
        element('p', {class: 'way'}, element('a', {href: '#/features/' + feature.name}, feature.title), ' ›'),
        element('h1', {tabindex: '-1'}, this.title),
        element('p', {class: 'quiet'}, prose(feature.description)),
        this.trouble.shown, form);
  }

  unsaved() {
    return !this.done && this.form.dirty;
  }

  async create() {
    const values = this.form.created();
    if (!values || this.sender.disabled) {
      return;
    }
    await this.trouble.guard(() => this.send(JSON.stringify(values)), this.sender);
  }

  async send(body) {
    const made = await this.form.sent(() => this.app.client.request('POST', this.feature.path, body, this.once.headers(body)));
    this.done = true;
    tell(this.feature.nameOf(made) + ' is created.');
    this.app.router.goFrom(this, '#/features/' + this.feature.name + (this.feature.may('read') ? '/' + made.id : ''));
  }
}
