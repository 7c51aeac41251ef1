import {element, prose} from '/pages/dom.js';

/** All features that the caller may do something with. */
export class HomePage {
  title = 'Resources';

  constructor(app) {
    const {features} = app.model;
    this.element = element('div', {},
        element('h1', {tabindex: '-1'}, 'Resources'),
        features.length ? null : element('p', {}, 'There is no feature that you may see. Ask an admin for a role.'),
        element('ul', {class: 'cards'}, features.map(feature => element('li', {},
            element('a', {href: '#/features/' + feature.name}, feature.title),
            element('code', {class: 'quiet'}, feature.name),
            element('p', {}, prose(feature.description)),
            element('p', {class: 'quiet'}, rights(feature))))));
  }
}

function rights(feature) {
  return 'You may ' + [...feature.actions].map(action => action + (feature.limited.has(action) ? ' some' : '')).join(', ') + '.';
}
