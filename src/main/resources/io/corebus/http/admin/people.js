import {element} from '/pages/dom.js';
import {isNothing, nothing} from './values.js';

const MOST = 1000;

/** The names of users, for those who may list them: a list full of ids tells nobody anything. */
export class People {
  emails = new Map();

  constructor(client, model, me) {
    this.client = client;
    this.mayList = model.has('listUsers');
    this.remember(me);
  }

  remember(user) {
    this.emails.set(user.id, user.email);
  }

  async load() {
    if (this.mayList) {
      const page = await this.client.get('/api/users', {limit: MOST});
      page.data.forEach(user => this.remember(user));
    }
  }

  nameOf(id) {
    return this.emails.get(id) ?? id;
  }

  show(id) {
    if (isNothing(id)) {
      return nothing();
    }
    const name = this.nameOf(id);
    return this.mayList && this.emails.has(id)
      ? element('a', {href: '#/users/' + id, title: id}, name)
      : element('span', {title: id}, name === id && id.length > 12 ? id.slice(0, 8) + '…' + id.slice(-4) : name);
  }
}
