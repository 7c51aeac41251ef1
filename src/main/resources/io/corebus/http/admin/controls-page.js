import {button, element} from '/pages/dom.js';
import {limit, logic, servedTo, state} from './control-text.js';
import {Trouble} from './notices.js';
import {plainTable, row} from './plain-table.js';
import {isNothing, moment} from './values.js';

/** What is set for the features while they are served. */
export class ControlsPage {
  title = 'Controls';

  constructor(app) {
    this.app = app;
    this.trouble = new Trouble();
    this.table = plainTable('Controls', ['Feature', 'State', 'Served to', 'Limit', 'Logic', 'Set']);
    this.element = element('div', {},
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, 'Controls'), button('Look again', () => this.load())),
        element('p', {class: 'quiet'}, 'What is set for each feature in the whole cluster while it runs.'),
        this.trouble.shown, this.table.element);
    this.load();
  }

  load() {
    return this.trouble.guard(async () => {
      const {data} = await this.app.client.get('/api/controls');
      this.table.show(data.map(controls => this.row(controls)), 'No features.');
    });
  }

  row(controls) {
    const {feature, updated_at: at, updated_by: by} = controls;
    return row(element('a', {href: '#/controls/' + feature}, feature), state(controls), servedTo(controls), limit(controls), logic(controls),
        isNothing(at) ? '' : [moment(at, 'short'), ' by ', this.app.people.show(by)]);
  }
}
