import {element} from '/pages/dom.js';
import {AccountPage} from './account-page.js';
import {AuditPage} from './audit-page.js';
import {ControlPage} from './control-page.js';
import {ControlsPage} from './controls-page.js';
import {CreatePage} from './create-page.js';
import {closedPage} from './feature-notice.js';
import {HealthPage} from './health-page.js';
import {HistoryPage} from './history-page.js';
import {HomePage} from './home-page.js';
import {JobPage} from './job-page.js';
import {JobsPage} from './jobs-page.js';
import {ListPage} from './list-page.js';
import {RecordPage} from './record-page.js';
import {isId} from './router.js';
import {UserPage} from './user-page.js';
import {UsersPage} from './users-page.js';
import {WebhookPage} from './webhook-page.js';
import {WebhooksPage} from './webhooks-page.js';

/** What may be the name of a feature: anything else would name something else to the server. */
const NAME = /^[a-z][a-z0-9_]*$/;

/** Which address shows which page. */
export function routes(router, app) {
  const withFeature = make => async (parts, query) => {
    const feature = app.model.feature(parts.feature) ?? await asked(app, parts.feature);
    return feature ? make(feature, parts, query) : notServed(app, parts.feature);
  };
  router.missing = missing;
  return router
      .on('/', () => new HomePage(app))
      .on('/features/:feature', withFeature((feature, parts, query) => new ListPage(app, feature, query)))
      .on('/features/:feature/new', withFeature((feature, parts, query) => query.from && !isId(query.from) ? missing() : CreatePage.open(app, feature, query)))
      .on('/features/:feature/:id', withFeature((feature, {id}) => RecordPage.open(app, feature, id).catch(refusal => gone(app, feature, id, refusal))))
      .on('/features/:feature/:id/history', withFeature((feature, {id}) => new HistoryPage(app, feature, id)))
      .on('/users', () => new UsersPage(app))
      .on('/users/:id', ({id}) => UserPage.open(app, id))
      .on('/audit', (parts, query) => new AuditPage(app, query))
      .on('/webhooks', () => new WebhooksPage(app))
      .on('/webhooks/:id', ({id}) => WebhookPage.open(app, id))
      .on('/controls', () => new ControlsPage(app))
      .on('/controls/:feature', ({feature}) => app.model.has('getControls') && NAME.test(feature) ? ControlPage.open(app, feature) : missing())
      .on('/jobs', () => new JobsPage(app))
      .on('/jobs/:id', ({id}) => JobPage.open(app, id))
      .on('/health', () => new HealthPage(app))
      .on('/me', () => new AccountPage(app));
}

/** What was off may be on again. */
async function asked(app, name) {
  if (!app.model.declares(name)) {
    return undefined;
  }
  await app.renew();
  return app.model.feature(name);
}

/** A feature of which the caller has nothing at the moment: the server says why. */
async function notServed(app, name) {
  if (!app.model.declares(name)) {
    return missing();
  }
  return app.client.get('/api/' + name, {limit: 1, fields: 'id'}).then(missing, refusal => closedPage(app, name, refusal));
}

function missing() {
  return {title: 'Nothing here', element: element('div', {},
      element('h1', {tabindex: '-1'}, 'There is nothing here'),
      element('p', {}, 'It is not there, or not for you. ', element('a', {href: '#/'}, 'To the beginning')))};
}

/** Deleted, it still has a history, for those who could read it. */
function gone(app, feature, id, refusal) {
  if (refusal.code === 'feature-off') {
    return closedPage(app, feature.name, refusal);
  }
  if (refusal.status !== 404) {
    throw refusal;
  }
  return {title: 'Not there', element: element('div', {},
      element('p', {class: 'way'}, element('a', {href: '#/features/' + feature.name}, feature.title), ' ›'),
      element('h1', {tabindex: '-1'}, 'This is not there'),
      element('p', {}, refusal.message),
      element('p', {}, 'If it was deleted, ', element('a', {href: '#/features/' + feature.name + '/' + id + '/history'}, 'its history'), ' can bring it back.'))};
}
