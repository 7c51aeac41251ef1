/** Shows the page that the address names. What stands behind the # goes to no server. */
export class Router {
  routes = [];
  page = null;
  /** The address of the page that is shown. */
  shown = null;
  turn = 0;

  /**
   * @param show takes a page
   * @param mayLeave asks whether to leave what is not saved: a promise of true or false
   * @param failed makes a page of why there is none
   */
  constructor(show, mayLeave, failed) {
    this.show = show;
    this.mayLeave = mayLeave;
    this.failed = failed;
    addEventListener('hashchange', () => this.follow());
    addEventListener('beforeunload', event => {
      if (this.page?.unsaved?.()) {
        event.preventDefault();
      }
    });
  }

  /** @param pattern such as /features/:name; @param make takes the parts and the query, and gives a page */
  on(pattern, make) {
    this.routes.push({parts: pattern.split('/').slice(1), make});
    return this;
  }

  go(address) {
    if (location.hash === address) {
      this.follow();
    } else {
      location.hash = address;
    }
  }

  /** Another address of the page that is shown, which it follows itself. */
  push(address) {
    history.pushState(null, '', address);
    this.shown = address;
  }

  async follow() {
    const address = location.hash.startsWith('#/') ? location.hash : '#/';
    if (this.page?.unsaved?.() && address !== this.shown) {
      history.replaceState(null, '', this.shown);
      if (!await this.mayLeave()) {
        return;
      }
      history.replaceState(null, '', address);
    }
    this.open(address);
  }

  async open(address) {
    const turn = ++this.turn;
    const [path, query] = address.slice(1).split('?');
    const {make, taken} = this.find(path.split('/').slice(1).map(part => decodeURIComponent(part)));
    this.page?.leave?.();
    this.page = null;
    this.shown = address;
    const page = await this.make(make, taken, Object.fromEntries(new URLSearchParams(query ?? '')));
    if (turn === this.turn) {
      this.page = page;
      this.show(page, address);
    } else {
      page.leave?.();
    }
  }

  async make(make, taken, query) {
    try {
      return await make(taken, query);
    } catch (failure) {
      return this.failed(failure);
    }
  }

  find(parts) {
    for (const route of this.routes) {
      const taken = matched(route.parts, parts);
      if (taken) {
        return {make: route.make, taken};
      }
    }
    return {make: this.missing, taken: {}};
  }
}

function matched(wanted, parts) {
  const fits = wanted.length === parts.length
      && wanted.every((part, i) => part.startsWith(':') ? parts[i] !== '' : part === parts[i]);
  return fits && Object.fromEntries(wanted.map((part, i) => [part.slice(1), parts[i]]).filter((pair, i) => wanted[i].startsWith(':')));
}
