import {button, element, prose} from '/pages/dom.js';
import {ActMany} from './act-many.js';
import {search} from './client.js';
import {columnChooser, chosenColumns} from './columns.js';
import {DeleteMany} from './delete-many.js';
import {download} from './download.js';
import {FeatureNotice} from './feature-notice.js';
import {Feed} from './feed.js';
import {filterBox} from './filter-box.js';
import {Trouble} from './notices.js';
import {RecordTable} from './record-table.js';

const ROWS = 50;
const MOST_EXPANDED = 5;
/** The first page waits so long for the feed, so that no change falls between the two. */
const FEED_MILLIS = 1000;

/** All resources of a feature, page by page. */
export class ListPage {
  fresh = 0;
  loads = 0;

  constructor(app, feature, query) {
    this.app = app;
    this.feature = feature;
    this.query = query;
    this.title = feature.title;
    this.trouble = new Trouble();
    this.columns = chosenColumns(feature);
    this.notice = new FeatureNotice(app, feature);
    this.withMany = [
      ...feature.acts.length ? [new ActMany(this)] : [],
      ...feature.may('delete') ? [new DeleteMany(app, feature, this.trouble, () => this.load())] : [],
    ];
    this.table = new RecordTable(app, feature, {
      onChosen: this.withMany.length ? records => this.withMany.forEach(one => one.choose(records)) : undefined,
      onSort: sort => this.go({...this.query, sort, cursor: ''}),
      link: record => '#/features/' + feature.name + '/' + record.id,
      empty: 'Nothing here. With a filter or a search, change it; else create the first one.',
    });
    this.pager = element('div', {class: 'row pager'});
    this.counted = element('span', {role: 'status'});
    this.live = element('span', {class: 'live', role: 'status'});
    this.news = element('div', {class: 'news', role: 'status', hidden: true});
    if (!feature.may('read')) {
      this.element = element('div', {}, this.heading(), element('p', {}, 'You may not read what is here.'));
      return;
    }
    this.bar = this.tools();
    this.element = element('div', {}, this.heading(), this.notice.shown, this.bar, this.trouble.shown, this.news, this.table.element, this.pager);
    this.notice.ask();
    this.follow();
    this.begun.then(() => this.load());
  }

  leave() {
    this.feed?.stop();
  }

  heading() {
    const {feature} = this;
    const create = feature.may('create')
      ? element('a', {class: 'button main', href: '#/features/' + feature.name + '/new'}, 'New ' + feature.title.toLowerCase()) : null;
    return [element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, feature.title), this.live, create),
      element('p', {class: 'quiet'}, prose(feature.description)),
      feature.deprecated ? element('p', {class: 'warn'}, 'This feature is on its way out.') : null];
  }

  tools() {
    const filter = filterBox(this.app, this.feature, this.query, given => this.go({...this.query, ...given, cursor: ''}));
    this.filter = filter;
    return element('div', {class: 'tools'}, filter.element, element('div', {class: 'row'},
        columnChooser(this.feature, this.columns, columns => {
          this.columns = columns;
          this.load();
        }),
        button('Count', () => this.count()), this.counted,
        button('Download CSV', () => this.download('csv')), button('Download NDJSON', () => this.download('ndjson')),
        this.withMany.map(one => one.element)));
  }

  /** Another address of this page: the frame stays, and the focus with it. */
  go(query) {
    this.query = query;
    this.counted.textContent = '';
    this.app.router.push('#/features/' + this.feature.name + search(query));
    this.leave();
    this.follow();
    this.begun.then(() => this.load());
  }

  follow() {
    this.fresh = 0;
    this.news.hidden = true;
    this.begun = Promise.resolve();
    if (!this.feature.live) {
      return;
    }
    this.begun = new Promise(begin => {
      setTimeout(begin, FEED_MILLIS);
      const feed = new Feed(this.app.client, this.feature.path + '/events', this.query.filter, {
        state: live => {
          this.live.textContent = live ? 'live' : '';
          begin();
          if (!feed.stopped.signal.aborted) {
            this.feedChanged(live);
          }
        },
        changed: event => this.changed(event),
        missed: () => this.tellNews(),
      });
      this.feed = feed;
    });
  }

  /** A feature that is switched off ends its feed, and begins it again when it is on. */
  async feedChanged(live) {
    if (live ? this.notice.off : !this.notice.off && !await this.notice.ask()) {
      this.load();
    }
  }

  changed(event) {
    if (!this.table.changed(event) && event.type.endsWith('.created')) {
      this.fresh++;
      this.tellNews();
    }
  }

  tellNews() {
    const text = this.fresh === 0 ? 'There are changes that are not shown.' : this.fresh === 1 ? 'One was created meanwhile.' : this.fresh + ' were created meanwhile.';
    this.news.replaceChildren(text + ' ', button('Show', () => this.reload()));
    this.news.hidden = false;
  }

  reload() {
    this.fresh = 0;
    this.news.hidden = true;
    this.table.element.focus();
    return this.load();
  }

  async load() {
    const turn = ++this.loads;
    this.filter.tell(null);
    const {filter, q, sort, cursor} = this.query;
    const fields = [...new Set(['version', ...this.columns, this.feature.named ?? 'id'])].filter(name => name !== 'id').join(',');
    const expand = this.feature.references.map(field => field.name).filter(name => this.columns.includes(name)).slice(0, MOST_EXPANDED).join(',');
    this.element.setAttribute('aria-busy', 'true');
    this.mayTurn(false);
    await this.trouble.guard(async () => {
      const page = await this.app.client.list(this.feature.path, {filter, q, sort, cursor, fields, expand, limit: ROWS})
          .catch(refusal => turn === this.loads ? this.refuse(refusal) : null);
      // Somebody who clicks quickly wants the last one.
      if (page && turn === this.loads) {
        this.served(true);
        this.table.show(this.columns, sort ?? '', page);
        this.turn(page.page.next);
      }
    });
    if (turn === this.loads) {
      this.element.removeAttribute('aria-busy');
      this.mayTurn(true);
    }
  }

  /** While a page is on its way, what leads to its neighbours is not known. */
  mayTurn(may) {
    this.pager.querySelectorAll('button').forEach(one => { one.disabled = !may; });
  }

  served(on) {
    for (const part of [this.bar, this.table.element, this.pager]) {
      part.hidden = !on;
    }
    if (on) {
      this.notice.on();
    }
  }

  /** What is wrong with the query is said beside it, and that the feature is off above all. */
  refuse(refusal) {
    if (refusal.code === 'feature-off') {
      this.served(false);
      this.notice.tellOff(refusal, () => this.load());
      return null;
    }
    if (refusal.status !== 400 || !(this.query.filter || this.query.q)) {
      throw refusal;
    }
    this.filter.tell(refusal.message);
    return null;
  }

  turn(next) {
    const {cursor} = this.query;
    this.pager.replaceChildren(
        ...cursor ? [button('First page', () => this.turnTo(''))] : [],
        ...cursor && this.trail?.length ? [button('Previous page', () => this.turnTo(this.trail.pop()))] : [],
        ...next ? [button('Next page', () => {
          this.trail = cursor ? [...this.trail ?? [], cursor] : [''];
          this.turnTo(next);
        })] : []);
  }

  turnTo(cursor) {
    // The button goes away: who uses the keyboard goes on at the top of the page.
    this.table.element.focus();
    this.table.element.scrollIntoView();
    this.go({...this.query, cursor});
  }

  async count() {
    await this.trouble.guard(async () => {
      const asked = this.query;
      const {filter, q} = asked;
      const {page} = await this.app.client.list(this.feature.path, {filter, q, limit: 1, fields: 'id', count: 'exact'});
      if (asked === this.query) {
        this.counted.textContent = page.count.toLocaleString() + ' in all';
      }
    });
  }

  download(format) {
    const {filter, q, sort} = this.query;
    return this.trouble.guard(() => download(this.app.client, this.feature.path + '/export' + search({filter, q, sort, format}), this.feature.name + '.' + format));
  }
}
