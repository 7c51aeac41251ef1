import {button, element} from '/pages/dom.js';
import {progress, state, what} from './job-text.js';
import {Trouble} from './notices.js';
import {plainTable, row} from './plain-table.js';
import {moment} from './values.js';

/** Actions with many resources that are done after their answer, newest first. */
export class JobsPage {
  title = 'Jobs';

  constructor(app) {
    this.app = app;
    this.trouble = new Trouble();
    this.table = plainTable('Jobs', ['What', 'State', 'Progress', 'Who', 'Begun']);
    this.more = button('Older', () => this.load(this.next), {hidden: true});
    const whose = app.model.has('listUsers') ? 'Those of all users' : 'Those that you have begun';
    this.element = element('div', {},
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, 'Jobs'), button('Look again', () => this.load(null))),
        element('p', {class: 'quiet'}, whose + ', kept for seven days.'),
        this.trouble.shown, this.table.element, this.more);
    this.load(null);
  }

  load(cursor) {
    return this.trouble.guard(async () => {
      const page = await this.app.client.get('/api/jobs', {cursor});
      const rows = page.data.map(job => this.row(job));
      if (cursor) {
        this.table.body.append(...rows);
      } else {
        this.table.show(rows, 'No jobs. Choose resources in a table, and do an action with them.');
      }
      this.next = page.page.next;
      this.more.hidden = !this.next;
    });
  }

  row(job) {
    return row(element('a', {href: '#/jobs/' + job.id}, what(this.app, job)), state(job), progress(job), this.app.people.show(job.created_by), moment(job.created_at));
  }
}
