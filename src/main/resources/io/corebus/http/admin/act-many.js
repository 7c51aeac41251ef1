import {button, element, prose} from '/pages/dom.js';
import {RESULT_TITLES, resultRow} from './act-result.js';
import {Once, pointing} from './client.js';
import {confirm, open} from './dialog.js';
import {formDialog} from './form-dialog.js';
import {tell, Trouble} from './notices.js';
import {plainTable} from './plain-table.js';
import {whichOf} from './which.js';

/** Buttons that do an action of business logic with many resources: with those that are chosen in a table, or with all that its filter finds. */
export class ActMany {
  /** @param page of the list, with app, feature, query, and load() to show what came of it */
  constructor(page) {
    this.page = page;
    this.buttons = page.feature.acts.map(act => ({act, button: button('', () => this.ask(act))}));
    this.element = this.buttons.map(one => one.button);
    this.choose([]);
  }

  choose(records) {
    this.records = records;
    this.buttons.forEach(one => { one.button.textContent = one.act.title + ' ' + (records.length || 'many') + ' …'; });
  }

  ask(act) {
    const {page} = this;
    const {app, feature} = page;
    const once = new Once();
    // Of others that are chosen while the question is open, nothing was said.
    const records = new Map(this.records.map(record => [record.id, {...record}]));
    const which = whichOf(app, feature, page.query, [...records.keys()]);
    let agreed = null;
    formDialog(act.title + ' with many', {fields: act.fields, required: act.required}, {
      action: act.title,
      about: [element('p', {}, prose(act.description)), which.element],
      send: async input => {
        const body = JSON.stringify({...which.read(), input});
        if (agreed !== body && !await confirm(act.title + ': ' + which.text() + '?', which.about(), {action: act.title})) {
          throw new DOMException('It shall not be done.', 'AbortError');
        }
        agreed = body;
        const send = () => app.client.request('POST', feature.path + '/actions/' + act.name, body, once.headers(body)).catch(pointing(/^\/input/));
        this.came(act, records, await send(), send);
      },
    });
  }

  /** @param answer what came of each, or the job that will do it; @param send does it again, under the same key */
  came(act, records, answer, send) {
    const {page} = this;
    if (!answer.results) {
      tell(act.title + ' has begun.');
      page.app.router.goFrom(page, '#/jobs/' + answer.id);
      return;
    }
    tell(act.title + ': ' + answer.summary.done + ' done.');
    if (page.app.router.page === page) {
      this.show(act, records, answer, send);
      page.load();
    }
  }

  show(act, records, {results, summary}, send) {
    const table = plainTable('Results', RESULT_TITLES);
    const inOrder = [...results.filter(result => result.error), ...results.filter(result => !result.error)];
    table.show(inOrder.map(result => resultRow(this.page.feature, result, records.get(result.id))), '');
    const trouble = new Trouble();
    // What was done is not done again.
    const again = button('Send again', () => trouble.guard(async () => {
      const answer = await send();
      dialog.close();
      this.came(act, records, answer, send);
    }, again), {hidden: !results.some(result => result.error?.code === 'not-begun')});
    const dialog = open(act.title + ': ' + summary.done + ' done, ' + summary.failed + ' not', [table.element, trouble.shown,
      element('div', {class: 'row'}, button('Close', () => dialog.close(), {class: 'main'}), again)]);
  }
}
