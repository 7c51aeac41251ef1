import {button, element} from '/pages/dom.js';
import {progress, state, what} from './job-text.js';
import {Trouble} from './notices.js';
import {pagedTable, row} from './plain-table.js';
import {moment} from './values.js';

/** Actions with many resources that are done after their answer, newest first. */
export class JobsPage {
  title = 'Jobs';

  constructor(app) {
    this.app = app;
    this.trouble = new Trouble();
    this.table = pagedTable('Jobs', ['What', 'State', 'Progress', 'Who', 'Begun'], {
      text: 'Older',
      empty: 'No jobs. Choose resources in a table, and do an action with them.',
      load: cursor => this.load(cursor),
    });
    const whose = app.model.has('listUsers') ? 'Those of all users' : 'Those that you have begun';
    this.element = element('div', {},
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, 'Jobs'), button('Look again', () => this.load(null))),
        element('p', {class: 'quiet'}, whose + ', kept for seven days.'),
        this.trouble.shown, this.table.element);
    this.load(null);
  }

  load(cursor) {
    return this.trouble.guard(async () => {
      this.table.take(await this.app.client.get('/api/jobs', {cursor}), cursor, job => this.row(job));
    });
  }

  row(job) {
    return row(element('a', {href: '#/jobs/' + job.id}, what(this.app, job)), state(job), progress(job), this.app.people.show(job.created_by), moment(job.created_at));
  }
}
