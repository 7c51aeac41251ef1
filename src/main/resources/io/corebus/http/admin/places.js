import {element} from '/pages/dom.js';

/** Where there is to go, by what the caller may. */
export function places(app) {
  const {model} = app;
  return element('div', {},
      section('Resources', model.features.map(feature => ['#/features/' + feature.name, feature.title])),
      section('Administration', [
        model.has('listUsers') && ['#/users', 'Users'],
        model.has('findAudit') && ['#/audit', 'Audit trail'],
        model.has('listWebhooks') && ['#/webhooks', 'Webhooks'],
        model.has('listControls') && ['#/controls', 'Controls'],
        model.has('listUsers') && ['#/health', 'Health'],
      ].filter(Boolean)),
      section('You', [['#/me', 'Your account'], model.acts && ['#/jobs', 'Jobs'], ['/docs', 'API page'], model.features.some(feature => feature.live) && ['/live', 'Live page']].filter(Boolean)));
}

function section(title, links) {
  return links.length ? element('section', {}, element('h2', {}, title),
      element('ul', {}, links.map(([href, text]) => element('li', {}, element('a', {href}, text))))) : '';
}

/** Marks the place whose page is shown, or to which it belongs. */
export function showPlaces(nav, address) {
  const path = address.split('?')[0];
  nav.classList.remove('open');
  document.getElementById('menu').setAttribute('aria-expanded', 'false');
  for (const link of nav.querySelectorAll('a')) {
    const href = link.getAttribute('href');
    if (path === href || path.startsWith(href + '/')) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
}
