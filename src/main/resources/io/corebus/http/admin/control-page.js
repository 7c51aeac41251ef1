import {button, element} from '/pages/dom.js';
import {Once, pointing} from './client.js';
import {logic, state} from './control-text.js';
import {confirm} from './dialog.js';
import {overtaken, RecordForm} from './form.js';
import {tell, Trouble} from './notices.js';
import {formElement, inputFields} from './plain-form.js';
import {isNothing, moment, pairs} from './values.js';

const TITLES = {enabled: 'Switched on', read_only: 'Only to be read', reason: 'Reason', percentage: 'Share of users, in percent',
  roles: 'Roles that have it in any case', requests_per_second: 'Requests per second'};
const OFF = 'Everybody is refused who asks for it, admins too, through every door. Nothing is lost: what was written is there again when it is switched on.';
/** So long it takes until a change is in force on every node. */
const IN_FORCE_MILLIS = 2000;

/** What is set for one feature while it is served. */
export class ControlPage {
  static async open(app, feature) {
    return new ControlPage(app, await app.client.get('/api/controls/' + feature));
  }

  constructor(app, controls) {
    this.app = app;
    this.feature = controls.feature;
    this.path = '/api/controls/' + this.feature;
    this.title = 'Controls of ' + this.feature;
    this.trouble = new Trouble();
    this.once = new Once();
    this.state = element('span', {role: 'status'});
    this.facts = element('dl', {class: 'facts'});
    this.reset = button('Back to the defaults', () => this.askReset());
    this.element = element('div', {},
        element('p', {class: 'way'}, element('a', {href: '#/controls'}, 'Controls'), ' ›'),
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, this.feature), this.state,
            element('a', {class: 'button', href: '#/features/' + this.feature}, 'Its resources'),
            element('a', {class: 'button', href: '#/audit?resource_type=' + this.feature + '&action=controls-changed'}, 'What was set'), this.reset),
        element('p', {class: 'quiet'}, 'In force on every node within two seconds.'),
        this.trouble.shown, this.editor(), this.facts);
    this.form.fill(flat(controls));
    this.take(controls);
  }

  editor() {
    this.form = new RecordForm(fields(this.app.model.taken('/api/controls/{feature}', 'put')), {required: ['enabled', 'read_only']});
    this.saver = element('button', {class: 'main'}, 'Save');
    return formElement('Controls', [this.form.element, element('div', {class: 'row actions'}, this.saver)], () => this.save());
  }

  unsaved() {
    return this.form.dirty;
  }

  take(controls) {
    this.base = controls;
    this.state.replaceChildren(state(controls));
    this.reset.hidden = JSON.stringify(flat(controls)) === JSON.stringify(flat({enabled: true, read_only: false, rollout: {percentage: 100, roles: []}}));
    const {version, updated_at: at, updated_by: by, breaker} = controls;
    const facts = [['Version', String(version)], ...isNothing(at) ? [] : [['Set', [moment(at), ' by ', this.app.people.show(by)]]],
      ...breaker ? [['Business logic', [logic(controls), isNothing(breaker.since) ? '' : [' since ', moment(breaker.since)]]]] : []];
    this.facts.replaceChildren(...pairs(facts));
  }

  async save() {
    const changes = this.form.changesFor(this.saver);
    if (!changes) {
      return;
    }
    const wanted = {...flat(this.base), ...changes};
    if (this.base.enabled && !wanted.enabled && !await confirm('Switch ' + this.feature + ' off?', OFF, {action: 'Switch off', danger: true})) {
      return;
    }
    const texts = this.form.texts();
    await this.trouble.guard(() => this.send(JSON.stringify(nested(wanted)), texts), this.saver);
  }

  async send(body, texts) {
    const made = await this.form.sent(() => this.write('PUT', body).catch(pointing(/^\/(rollout|limits)(?=\/)/)));
    this.form.saved(flat(made), texts);
    this.written(made, this.form.dirty ? 'Saved, but for what you typed meanwhile.' : 'Saved.');
  }

  /** With what was shown here, and with nothing else. */
  async write(method, body) {
    const {version} = this.base;
    try {
      return await this.app.client.request(method, this.path, body, {'If-Match': '"' + version + '"', ...this.once.headers(method + version + body)});
    } catch (refusal) {
      if (refusal.status !== 412) {
        throw refusal;
      }
      throw new Error(await this.rebase() + ' Nothing of yours is set yet.');
    }
  }

  /** Somebody was faster: nothing was set, and nothing that was typed is lost. @return what to say of it */
  async rebase() {
    const current = await this.app.client.get(this.path);
    const both = this.form.rebase(flat(current));
    this.take(current);
    return overtaken(this.app.people.nameOf(current.updated_by), current.version, both);
  }

  written(controls, told) {
    this.take(controls);
    tell(told);
    setTimeout(() => this.app.renew().catch(() => {}), IN_FORCE_MILLIS);
  }

  async askReset() {
    if (await confirm('Set ' + this.feature + ' back?', 'It is switched on, for all, to be read and changed, without a limit.', {action: 'Set back'})) {
      await this.trouble.guard(async () => {
        await this.write('DELETE');
        const current = await this.app.client.get(this.path);
        this.form.fill(flat(current));
        this.written(current, this.feature + ' is as declared.');
      }, this.reset);
    }
  }
}

/** All of it in one form, whatever belongs together for programs. */
function fields(schema) {
  const {rollout, limits, ...own} = schema.properties;
  const all = {...own, ...rollout.properties, ...limits.properties};
  return inputFields({properties: all}, Object.keys(TITLES)).fields.map(field => ({...field, schema: inWords(field)}));
}

/** For people: with yes and no, and without what only programs read. */
function inWords({name, schema}) {
  const description = schema.description?.replace(/^False:/, 'No:').replace(/^True:/, 'Yes:');
  return {...schema, title: TITLES[name], description, default: undefined, pattern: undefined};
}

function flat({enabled, read_only, reason, rollout, limits}) {
  return {enabled, read_only, reason, ...rollout, requests_per_second: limits?.requests_per_second};
}

function nested({enabled, read_only, reason, percentage, roles, requests_per_second}) {
  return {enabled, read_only, reason: reason ?? undefined, rollout: {percentage: percentage ?? undefined, roles: roles ?? undefined},
    limits: {requests_per_second: requests_per_second ?? undefined}};
}
