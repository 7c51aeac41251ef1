import {element} from '/pages/dom.js';
import {AccountPage} from './account-page.js';
import {AuditPage} from './audit-page.js';
import {CreatePage} from './create-page.js';
import {HealthPage} from './health-page.js';
import {HistoryPage} from './history-page.js';
import {HomePage} from './home-page.js';
import {ListPage} from './list-page.js';
import {RecordPage} from './record-page.js';
import {isId} from './router.js';
import {UserPage} from './user-page.js';
import {UsersPage} from './users-page.js';
import {WebhookPage} from './webhook-page.js';
import {WebhooksPage} from './webhooks-page.js';

/** Which address shows which page. */
export function routes(router, app) {
  const withFeature = make => (parts, query) => {
    const feature = app.model.feature(parts.feature);
    return feature ? make(feature, parts, query) : missing();
  };
  router.missing = missing;
  return router
      .on('/', () => new HomePage(app))
      .on('/features/:feature', withFeature((feature, parts, query) => new ListPage(app, feature, query)))
      .on('/features/:feature/new', withFeature((feature, parts, query) => query.from && !isId(query.from) ? missing() : CreatePage.open(app, feature, query)))
      .on('/features/:feature/:id', withFeature((feature, {id}) => RecordPage.open(app, feature, id).catch(refusal => gone(feature, id, refusal))))
      .on('/features/:feature/:id/history', withFeature((feature, {id}) => new HistoryPage(app, feature, id)))
      .on('/users', () => new UsersPage(app))
      .on('/users/:id', ({id}) => UserPage.open(app, id))
      .on('/audit', (parts, query) => new AuditPage(app, query))
      .on('/webhooks', () => new WebhooksPage(app))
      .on('/webhooks/:id', ({id}) => WebhookPage.open(app, id))
      .on('/health', () => new HealthPage(app))
      .on('/me', () => new AccountPage(app));
}

function missing() {
  return {title: 'Nothing here', element: element('div', {},
      element('h1', {tabindex: '-1'}, 'There is nothing here'),
      element('p', {}, 'It is not there, or not for you. ', element('a', {href: '#/'}, 'To the beginning')))};
}

/** Deleted, it still has a history, for those who could read it. */
function gone(feature, id, refusal) {
  if (refusal.status !== 404) {
    throw refusal;
  }
  return {title: 'Not there', element: element('div', {},
      element('p', {class: 'way'}, element('a', {href: '#/features/' + feature.name}, feature.title), ' ›'),
      element('h1', {tabindex: '-1'}, 'This is not there'),
      element('p', {}, refusal.message),
      element('p', {}, 'If it was deleted, ', element('a', {href: '#/features/' + feature.name + '/' + id + '/history'}, 'its history'), ' can bring it back.'))};
}
