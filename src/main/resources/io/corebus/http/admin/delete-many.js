import {button} from '/pages/dom.js';
import {Once} from './client.js';
import {confirm} from './dialog.js';
import {tell} from './notices.js';

/** A button that deletes the resources that are chosen in a table: each by itself, and only as it is shown there. */
export class DeleteMany {
  records = [];
  once = new Once();

  /** @param done called when something was deleted */
  constructor(app, feature, trouble, done) {
    this.app = app;
    this.feature = feature;
    this.trouble = trouble;
    this.done = done;
    this.element = button('', () => this.ask(), {class: 'danger', hidden: true});
  }

  choose(records) {
    this.records = records;
    this.element.hidden = records.length === 0;
    this.element.textContent = 'Delete ' + records.length;
  }

  async ask() {
    // As they are shown now: whatever happens while the question is open, happens to something else.
    const records = this.records.map(({id, version, ...rest}) => ({...rest, id, version}));
    if (await confirm('Delete ' + records.length + ' of ' + this.feature.title + '?', 'Each can be restored from its history by whoever may create and change it.', {action: 'Delete', danger: true})) {
      await this.trouble.guard(() => this.send(records));
    }
  }

  async send(records) {
    const body = JSON.stringify(records.map(record => ({op: 'delete', id: record.id, version: record.version})));
    const {results} = await this.app.client.request('POST', this.feature.path + '/batch?mode=each', body, this.once.headers(body));
    const refused = results.map((result, i) => ({...result, record: records[i]})).filter(result => result.error);
    await this.done();
    tell((results.length - refused.length) + ' deleted.');
    if (refused.length) {
      throw Object.assign(new Error(refused.length + ' could not be deleted.'), {
        errors: refused.map(({record, error}) => ({pointer: this.feature.nameOf(record), detail: error.detail ?? error.code})),
      });
    }
  }
}
