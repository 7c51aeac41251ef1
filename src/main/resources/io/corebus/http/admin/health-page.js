import {button, element} from '/pages/dom.js';
import {reach} from '/pages/session.js';
import {Trouble} from './notices.js';
import {plainTable, row} from './plain-table.js';

/** What the rooms say of themselves. */
export class HealthPage {
  title = 'Health';

  constructor(app) {
    this.app = app;
    this.trouble = new Trouble();
    this.whole = element('p', {role: 'status'});
    this.table = plainTable('Rooms', ['Room', 'State', 'What it says']);
    this.element = element('div', {},
        element('div', {class: 'heading'}, element('h1', {tabindex: '-1'}, 'Health'), button('Look again', () => this.load())),
        this.whole, this.trouble.shown, this.table.element);
    this.load();
  }

  load() {
    return this.trouble.guard(async () => {
      // A node that is not well answers 503, and says why all the same. Where management has a port of its own, this one wants to know who asks.
      const answer = await reach('/health', {headers: await this.app.client.authorization()});
      const health = await answer.json();
      if (!health.node) {
        throw new Error(health.detail ?? 'This node does not tell its health.');
      }
      this.whole.replaceChildren('This node is ', state(health.status), health.node.ready ? '' : ', and not ready',
          '. Nodes of the cluster: ' + health.cluster.members.join(', ') + '.');
      this.table.show((health.checks ?? []).map(check => row(check.id, state(check.status), facts(check.data ?? {}))), 'No room told anything.');
    });
  }
}

function state(status) {
  return element('strong', {class: status === 'UP' ? 'good' : 'bad'}, status === 'UP' ? 'up' : 'down');
}

function facts(data) {
  return Object.entries(data).map(([name, value]) => name.replace(/_/g, ' ') + ': ' + value).join(', ');
}
