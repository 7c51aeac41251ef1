import {button, element} from '/pages/dom.js';
import {confirm} from './dialog.js';
import {visible} from './feed.js';
import {JobResults} from './job-results.js';
import {isOver, progress, state, what} from './job-text.js';
import {tell, Trouble} from './notices.js';
import {isNothing, moment, pairs} from './values.js';

const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 10_000;

/** An action with many resources: how far it is, while it is under way, and what came of each. */
export class JobPage {
  stopped = new AbortController();

  static async open(app, id) {
    const page = new JobPage(app, await app.client.get('/api/jobs/' + id));
    page.watch();
    return page;
  }

  constructor(app, job) {
    this.app = app;
    this.path = '/api/jobs/' + job.id;
    this.title = what(app, job);
    this.trouble = new Trouble();
    this.state = element('span', {role: 'status'});
    this.stale = element('p', {class: 'warn', role: 'status', hidden: true});
    this.progress = element('p', {});
    this.facts = element('dl', {class: 'facts'});
    this.cancel = button('Cancel', () => this.askCancel(), {class: 'danger'});
    this.results = new JobResults(app, job);
    this.element = element('div', {},
        element('p', {class: 'way'}, element('a', {href: '#/jobs'}, 'Jobs'), ' ›'),
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, this.title), this.state, this.cancel),
        this.trouble.shown, this.stale, this.progress, this.facts, this.results.element);
    this.take(job);
  }

  leave() {
    this.stopped.abort();
    this.results.leave();
  }

  take(job) {
    this.job = job;
    if (this.state.textContent !== state(job).textContent) {
      this.state.replaceChildren(state(job));
    }
    this.progress.replaceChildren(...progress(job));
    this.cancel.hidden = isOver(job);
    const facts = [['With', job.filter ? element('code', {}, job.filter) : 'those that were chosen'], ['Who', this.app.people.show(job.created_by)],
      ['Begun', moment(job.created_at)], ...at('Started', job.started_at), ...at('Ended', job.ended_at)];
    this.facts.replaceChildren(...pairs(facts));
    return this.results.renew(job);
  }

  /** Looks again while it is under way and somebody sees it: soon at first, and then less and less often. */
  async watch() {
    const {signal} = this.stopped;
    for (let pause = FIRST_PAUSE_MILLIS; !isOver(this.job) && !signal.aborted; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MILLIS)) {
      await new Promise(done => setTimeout(done, pause));
      if (document.hidden) {
        await visible(signal);
        pause = FIRST_PAUSE_MILLIS;
      }
      if (!signal.aborted && await this.look() === false) {
        return;
      }
    }
  }

  /** @return false where there is nothing to look at any more */
  async look() {
    try {
      const job = await this.app.client.get(this.path);
      this.stale.hidden = true;
      await this.take(job);
      return true;
    } catch (failure) {
      this.stale.textContent = 'This is how far it was. ' + failure.message;
      this.stale.hidden = false;
      return !(failure.status >= 400 && failure.status < 500 && failure.status !== 429);
    }
  }

  async askCancel() {
    if (await confirm('Cancel this job?', 'Nothing more is begun within some seconds. What was done stays.', {action: 'Cancel the job', danger: true})) {
      await this.trouble.guard(async () => {
        await this.app.client.request('DELETE', this.path);
        tell('The job is cancelled.');
        await this.look();
      }, this.cancel);
    }
  }
}

function at(name, time) {
  return isNothing(time) ? [] : [[name, moment(time)]];
}
