import {button, element} from '/pages/dom.js';
import {RESULT_TITLES, resultRow} from './act-result.js';
import {Trouble} from './notices.js';
import {plainTable} from './plain-table.js';

const ROWS = 50;
/** Who looks for the few that failed among many wants larger steps. */
const ROWS_TO_SEEK = 1000;

/** What came of each resource of a job, page by page. The server knows no filter for those that failed: this looks at those that are here, and goes on. */
export class JobResults {
  rows = [];
  /** The page that was asked for last, and how many of its rows are here. */
  page = {cursor: null, limit: ROWS, taken: 0};
  next = null;
  left = false;
  working = Promise.resolve();

  constructor(app, job) {
    this.app = app;
    this.job = job;
    this.feature = app.model.feature(job.feature);
    this.path = '/api/jobs/' + job.id + '/results';
    this.trouble = new Trouble();
    this.table = plainTable('Results', RESULT_TITLES);
    this.failedOnly = element('input', {type: 'checkbox', id: 'failed-only'});
    this.failedOnly.addEventListener('change', () => this.inTurn(() => this.seek(0)));
    this.more = button('More', () => this.inTurn(() => this.goOn(), this.more), {hidden: true});
    this.element = element('section', {},
        element('div', {class: 'heading'}, element('h2', {}, 'Results'), element('label', {for: 'failed-only'}, 'Only those that failed'), this.failedOnly),
        this.trouble.shown, this.table.element, this.more);
  }

  leave() {
    this.left = true;
  }

  /** One after the other: each begins where the one before ended. */
  inTurn(action, sender = null) {
    this.working = this.working.then(() => this.left || this.trouble.guard(action, sender));
    return this.working;
  }

  /** Takes what came since; results come in the order of the resources. */
  renew(job) {
    return this.inTurn(async () => {
      this.job = job;
      if (!this.next) {
        await this.take(this.page.cursor, this.page.limit, this.page.taken);
      }
      this.show();
    });
  }

  /** @param taken how many rows of the page are here already */
  async take(cursor, limit, taken) {
    const page = await this.app.client.get(this.path, {cursor, limit});
    this.rows.push(...page.data.slice(taken).map(result => ({failed: Boolean(result.error), element: resultRow(this.feature, result)})));
    this.page = {cursor, limit, taken: page.data.length};
    this.next = page.page.next;
  }

  async turn(limit) {
    if (!this.next) {
      return;
    }
    await this.take(this.next, limit, 0);
    this.show();
  }

  async goOn() {
    const known = this.failed;
    await this.turn(ROWS);
    await this.seek(known);
  }

  get failed() {
    return this.rows.filter(row => row.failed).length;
  }

  /** Where those that failed are wanted, goes on until there is one more than was known, or there are all. */
  async seek(known) {
    this.show();
    while (this.failedOnly.checked && this.next && !this.left && this.failed <= known && this.failed < this.job.progress.failed) {
      await this.turn(ROWS_TO_SEEK);
    }
  }

  show() {
    const shown = this.rows.filter(row => row.failed || !this.failedOnly.checked).map(row => row.element);
    const before = [...this.table.body.children];
    // Those that stay are not touched, so that the focus stays, too.
    if (before.length && before.every((row, i) => row === shown[i])) {
      this.table.body.append(...shown.slice(before.length));
    } else {
      this.table.show(shown, this.rows.length ? 'None of these failed.' : 'Nothing yet.');
    }
    this.more.hidden = !this.next;
  }
}
