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

  /** As go, for a page whose answer may come late: whoever has gone elsewhere meanwhile stays there. */
  goFrom(page, address) {
    if (this.page === page) {
      this.go(address);
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
    const {make, taken} = this.find(path);
    if (this.page) {
      // Nobody would ask before what is typed there now is lost.
      this.page.element.inert = true;
      this.page.leave?.();
    }
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

  find(path) {
    const parts = decoded(path);
    for (const route of parts ? this.routes : []) {
      const taken = matched(route.parts, parts);
      if (taken) {
        return {make: route.make, taken};
      }
    }
    return {make: this.missing, taken: {}};
  }
}

/** @return null where somebody typed what is no address */
function decoded(path) {
  try {
    return path.split('/').slice(1).map(part => decodeURIComponent(part));
  } catch {
    return null;
  }
}

/** Whether a part of an address may be an id: anything else would name something else to the server. */
export function isId(text) {
  return /^[0-9a-f-]{36}$/i.test(text);
}

function fits(wanted, part) {
  return wanted === ':id' ? isId(part) : wanted.startsWith(':') ? part !== '' : part === wanted;
}

function matched(wanted, parts) {
  const all = wanted.length === parts.length && wanted.every((part, i) => fits(part, parts[i]));
  return all && Object.fromEntries(wanted.map((part, i) => [part.slice(1), parts[i]]).filter((pair, i) => wanted[i].startsWith(':')));
}
